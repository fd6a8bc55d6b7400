with cells as (

    {{ read_cells(source('salesforce', 'cases'), [
        'ticket_id', 'case_number', 'status', 'priority', 'channel', 'user_id', 'created_at',
        'created_at_utc', 'closed_at', 'closed_at_utc', 'opened_at', 'first_response_at',
        'first_response_at_utc', 'is_closed', 'is_escalated', 'company_id', 'company_name', 'contact_id',
        'contact_name', 'email', 'updated_at', 'updated_at_utc', 'is_deleted', 'version_is_current',
        'version_ended_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('version_is_current') }} as typed_version_is_current,
        {{ parse_utc_timestamp('version_ended_at') }} as typed_version_ended_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_utc_timestamp('closed_at_utc') }} as typed_closed_at_utc,
        {{ parse_timestamp('opened_at') }} as typed_opened_at,
        {{ parse_timestamp('first_response_at') }} as typed_first_response_at,
        {{ parse_utc_timestamp('first_response_at_utc') }} as typed_first_response_at_utc,
        {{ parse_boolean('is_closed') }} as typed_is_closed,
        {{ parse_boolean('is_escalated') }} as typed_is_escalated,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    coalesce({{ salesforce_id('ticket_id') }}, {{ clean_text('case_number') }}) as ticket_id,
    {{ clean_text('status') }} as status,
    {{ clean_text('channel') }} as channel,
    {{ clean_text('priority') }} as priority,
    {{ salesforce_user('user_id') }} as user_id,
    {{ in_range('coalesce(typed_created_at_utc, typed_opened_at, typed_created_at)') }} as created_at,
    {{ in_range('coalesce(typed_first_response_at, typed_first_response_at_utc)') }} as first_response_at,
    {{ in_range('coalesce(typed_closed_at, typed_closed_at_utc)') }} as resolved_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    typed_is_deleted as is_deleted,
    coalesce({{ salesforce_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(
        {{ salesforce_key('contact', 'contact_id') }},
        email_key,
        {{ contact_name_key('contact_name') }}
    ) as contact_key,
    email_key,
    name_key,
    {{ is_old_version() }} as is_old_version,
    {{ unreadable_columns([
        'created_at', 'created_at_utc', 'closed_at', 'closed_at_utc', 'opened_at', 'first_response_at',
        'first_response_at_utc', 'is_closed', 'is_escalated', 'updated_at', 'updated_at_utc', 'is_deleted',
        'version_is_current', 'version_ended_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'closed_at', 'closed_at_utc', 'opened_at', 'first_response_at',
        'first_response_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
