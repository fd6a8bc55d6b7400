with cells as (

    {{ read_cells(source('hubspot', 'pipeline_stages'), [
        'stage', 'pipeline', 'stage_name', 'stage_order', 'is_won', 'is_closed', 'probability', 'ticket_state'
    ]) }}

),

typed as (

    select
        *,
        {{ parse_number('stage_order') }} as typed_stage_order,
        {{ parse_boolean('is_won') }} as typed_is_won,
        {{ parse_boolean('is_closed') }} as typed_is_closed,
        {{ parse_number('probability') }} as typed_probability
    from cells

)

select
    {{ clean_text('pipeline') }} as pipeline,
    case when ticket_state is null then {{ clean_text('stage') }} end as stage,
    {{ clean_text('stage_name') }} as stage_name,
    cast(typed_stage_order as integer) as stage_order,
    case
        when typed_is_won then 'won'
        when typed_is_closed or typed_probability = 0 then 'lost'
        else 'open'
    end as category,
    {{ unreadable_columns(['stage_order', 'is_won', 'is_closed', 'probability']) }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
