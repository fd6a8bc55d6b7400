with cells as (

    {{ read_cells(source('helpdesk', 'tickets'), [
        'ticket_id', 'created_at', 'first_response_at', 'resolved_at', 'status', 'channel', 'priority', 'user_id',
        'team_name', 'company_name', 'contact_name', 'phone', 'email', 'is_auto_closed', 'reopened_count', 'rating',
        'merged_into_id', 'first_user_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('first_response_at') }} as typed_first_response_at,
        {{ parse_timestamp('resolved_at') }} as typed_resolved_at,
        {{ parse_boolean('is_auto_closed') }} as typed_is_auto_closed,
        {{ parse_number('reopened_count') }} as typed_reopened_count,
        {{ parse_number('rating') }} as typed_rating,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_first_response_at') }} as first_response_at,
    {{ in_range('typed_resolved_at') }} as resolved_at,
    {{ clean_text('status') }} as status,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    typed_is_auto_closed as is_auto_closed,
    {{ clean_text('merged_into_id') }} as merged_into_id,
    {{ person_key('first_user_id') }} as first_user_key,
    typed_reopened_count as reopened_count,
    typed_rating as rating,
    name_key as company_key,
    coalesce(phone_key, email_key, {{ contact_name_key('contact_name') }}) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'created_at', 'first_response_at', 'resolved_at', 'is_auto_closed', 'reopened_count', 'rating'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'first_response_at', 'resolved_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
