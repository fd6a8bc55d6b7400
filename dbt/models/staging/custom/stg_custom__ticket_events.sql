with cells as (

    {{ read_cells(source('custom', 'ticket_events'), [
        'ticket_id', 'event', 'occurred_at', 'user_id', 'channel', 'priority', 'status', 'company_key'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at
    from cells

)

select
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ fold('event') }} as event,
    {{ in_range('typed_occurred_at') }} as occurred_at,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ clean_text('status') }} as status,
    {{ native_key('company_key') }} as company_key,
    {{ unreadable_columns(['occurred_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['occurred_at']) }} as out_of_range_columns,
    {{ has_unreadable(['occurred_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
