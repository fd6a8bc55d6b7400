with cells as (

    {{ read_cells(source('custom', 'tickets'), [
        'ticket_id', 'created_at', 'channel', 'priority', 'user_id', 'team_id', 'team_name', 'first_response_at',
        'resolved_at', 'status', 'company_key', 'is_auto_closed', 'merged_into_id', 'first_user_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('first_response_at') }} as typed_first_response_at,
        {{ parse_timestamp('resolved_at') }} as typed_resolved_at,
        {{ parse_boolean('is_auto_closed') }} as typed_is_auto_closed
    from cells

)

select
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    {{ in_range('typed_first_response_at') }} as first_response_at,
    {{ in_range('typed_resolved_at') }} as resolved_at,
    {{ clean_text('status') }} as status,
    typed_is_auto_closed as is_auto_closed,
    {{ clean_text('merged_into_id') }} as merged_into_id,
    {{ person_key('first_user_id') }} as first_user_key,
    {{ native_key('company_key') }} as company_key,
    {{ unreadable_columns([
        'created_at', 'first_response_at', 'resolved_at', 'is_auto_closed'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'first_response_at', 'resolved_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
