with cells as (

    {{ read_cells(source('pipedrive', 'deal_flow'), [
        'deal_id', 'field_key', 'stage', 'entered_at', 'user_id', 'change_source'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_utc_timestamp('entered_at') }} as typed_entered_at
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    case when field_key = 'stage_id' then {{ clean_text('stage') }} end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ person_key('user_id') }} as user_id,
    coalesce({{ fold('change_source') }} in ('automation', 'workflow_automation'), false) as is_automatic,
    {{ unreadable_columns(['entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
