with cells as (

    {{ read_cells(source('hubspot', 'deal_stages'), ['deal_id', 'field_name', 'stage', 'entered_at', 'source']) }}

),

typed as (

    select
        *,
        {{ parse_utc_timestamp('entered_at') }} as typed_entered_at
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    case when coalesce(field_name, 'dealstage') = 'dealstage' then {{ clean_text('stage') }} end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    coalesce(upper(source) in ('WORKFLOWS', 'AUTOMATION_PLATFORM', 'AI_GROUP'), false) as is_automatic,
    {{ unreadable_columns(['entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
