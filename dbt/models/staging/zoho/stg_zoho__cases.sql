with cells as (

    {{ read_cells(source('zoho', 'cases'), [
        'ticket_id', 'case_number', 'status', 'priority', 'channel', 'user_id', 'created_at', 'updated_at',
        'resolved_at', 'first_response_at', 'company_id', 'company_name', 'contact_name', 'email', 'phone'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('resolved_at') }} as typed_resolved_at,
        {{ parse_timestamp('first_response_at') }} as typed_first_response_at,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    coalesce({{ clean_text('ticket_id') }}, {{ clean_text('case_number') }}) as ticket_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_first_response_at') }} as first_response_at,
    {{ in_range('typed_resolved_at') }} as resolved_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('status') }} as status,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ person_key('user_id') }} as user_id,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(phone_key, email_key, {{ contact_name_key('contact_name') }}) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns(['created_at', 'updated_at', 'resolved_at', 'first_response_at']) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'updated_at', 'resolved_at', 'first_response_at'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
