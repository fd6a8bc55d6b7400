with cells as (

    {{ read_cells(source('bitrix24', 'stages'), [
        'reference', 'stage', 'stage_name', 'stage_order', 'semantics', 'semantics_name'
    ]) }}

),

typed as (

    select
        *,
        {{ parse_number('stage_order') }} as typed_stage_order
    from cells

)

select
    case
        when left(reference, 10) = 'DEAL_STAGE'
            then coalesce({{ extract_pattern('reference', '\\d+$') }}, '0')
    end as pipeline,
    case when left(reference, 10) = 'DEAL_STAGE' then {{ clean_text('stage') }} end as stage,
    {{ clean_text('stage_name') }} as stage_name,
    cast(typed_stage_order as integer) as stage_order,
    case
        when semantics = 'S' or lower(semantics_name) = 'success' then 'won'
        when semantics = 'F' or lower(semantics_name) in ('failure', 'apology') then 'lost'
        else 'open'
    end as category,
    {{ unreadable_columns(['stage_order']) }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
