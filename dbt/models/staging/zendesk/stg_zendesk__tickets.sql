with cells as (

    {{ read_cells(source('zendesk', 'tickets'), [
        'ticket_id', 'created_at', 'status', 'requester_id', 'contact_name', 'email', 'user_id', 'team_name',
        'priority', 'channel', 'updated_at', 'assigned_at', 'initially_assigned_at', 'resolved_at',
        'first_reply_minutes', 'resolution_hours', 'reopens', 'replies', 'company_id', 'company_name'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('assigned_at') }} as typed_assigned_at,
        {{ parse_timestamp('initially_assigned_at') }} as typed_initially_assigned_at,
        {{ parse_timestamp('resolved_at') }} as typed_resolved_at,
        {{ parse_number('first_reply_minutes') }} as typed_first_reply_minutes,
        {{ parse_number('resolution_hours') }} as typed_resolution_hours,
        {{ parse_number('reopens') }} as typed_reopens,
        {{ parse_number('replies') }} as typed_replies,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range(add_seconds('typed_created_at', 'round(typed_first_reply_minutes * 60)')) }} as first_response_at,
    {{ in_range('typed_resolved_at') }} as resolved_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('status') }} as status,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(
        {{ source_key('contact', 'requester_id') }},
        email_key,
        {{ contact_name_key('contact_name') }}
    ) as contact_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'created_at', 'updated_at', 'assigned_at', 'initially_assigned_at', 'resolved_at', 'first_reply_minutes',
        'resolution_hours', 'reopens', 'replies'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'updated_at', 'assigned_at', 'initially_assigned_at', 'resolved_at'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
