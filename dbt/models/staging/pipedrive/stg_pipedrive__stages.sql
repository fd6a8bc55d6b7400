with cells as (

    {{ read_cells(source('pipedrive', 'stages'), [
        'stage', 'pipeline', 'pipeline_name', 'stage_name', 'stage_order'
    ]) }}

),

typed as (

    select
        *,
        {{ parse_number('stage_order') }} as typed_stage_order
    from cells

)

select
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('pipeline_name') }} as pipeline_name,
    {{ clean_text('stage') }} as stage,
    {{ clean_text('stage_name') }} as stage_name,
    cast(typed_stage_order as integer) as stage_order,
    'open' as category,
    {{ unreadable_columns(['stage_order']) }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
