with cells as (

    {{ read_cells(source('salesforce', 'leads'), [
        'lead_id', 'lead_name', 'company_name', 'status', 'source_channel', 'user_id', 'email', 'phone',
        'is_converted', 'converted_at', 'deal_id', 'company_id', 'created_at', 'created_at_utc', 'updated_at',
        'updated_at_utc', 'is_deleted', 'version_is_current', 'version_ended_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('version_is_current') }} as typed_version_is_current,
        {{ parse_utc_timestamp('version_ended_at') }} as typed_version_ended_at,
        {{ parse_boolean('is_converted') }} as typed_is_converted,
        {{ parse_timestamp('converted_at') }} as typed_converted_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ salesforce_id('lead_id') }} as lead_id,
    {{ is_test_name('lead_name') }} as is_test,
    {{ clean_text('status') }} as status,
    {{ salesforce_user('user_id') }} as user_id,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('typed_converted_at') }} as converted_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ salesforce_id('deal_id') }} as deal_id,
    {{ fold('status') }} in ('спам', 'spam', 'junk', 'junk lead', 'мусор') as is_spam,
    {{ fold('status') }} like '%дубл%' or {{ fold('status') }} like '%duplicate%' as is_duplicate,
    typed_is_deleted as is_deleted,
    coalesce({{ salesforce_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(phone_key, email_key) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ is_old_version() }} as is_old_version,
    {{ unreadable_columns([
        'is_converted', 'converted_at', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc',
        'is_deleted', 'version_is_current', 'version_ended_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'converted_at', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
