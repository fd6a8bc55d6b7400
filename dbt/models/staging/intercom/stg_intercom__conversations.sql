with cells as (

    {{ read_cells(source('intercom', 'conversations'), [
        'ticket_id', 'status', 'created_at', 'updated_at', 'channel', 'first_response_at', 'first_reply_seconds',
        'resolved_at', 'first_closed_at', 'reopens', 'priority', 'user_id', 'team_id', 'rating', 'email',
        'contact_name'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('first_response_at') }} as typed_first_response_at,
        {{ parse_number('first_reply_seconds') }} as typed_first_reply_seconds,
        {{ parse_timestamp('resolved_at') }} as typed_resolved_at,
        {{ parse_timestamp('first_closed_at') }} as typed_first_closed_at,
        {{ parse_number('reopens') }} as typed_reopens,
        {{ parse_number('rating') }} as typed_rating,
        {{ email_key('email') }} as email_key
    from cells

)

select
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range(
        'coalesce(typed_first_response_at, '
        ~ add_seconds('typed_created_at', 'round(typed_first_reply_seconds)') ~ ')'
    ) }} as first_response_at,
    {{ in_range('coalesce(typed_first_closed_at, typed_resolved_at)') }} as resolved_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('status') }} as status,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    coalesce(email_key, {{ contact_name_key('contact_name') }}) as contact_key,
    email_key,
    {{ unreadable_columns([
        'created_at', 'updated_at', 'first_response_at', 'first_reply_seconds', 'resolved_at', 'first_closed_at',
        'reopens', 'rating'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'updated_at', 'first_response_at', 'resolved_at', 'first_closed_at'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
