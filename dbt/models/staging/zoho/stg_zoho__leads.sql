with cells as (

    {{ read_cells(source('zoho', 'leads'), [
        'lead_id', 'company_name', 'lead_name', 'status', 'source_channel', 'user_id', 'email', 'phone',
        'created_at', 'updated_at', 'is_converted', 'converted_at', 'deal_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_boolean('is_converted') }} as typed_is_converted,
        {{ parse_timestamp('converted_at') }} as typed_converted_at,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('lead_id') }} as lead_id,
    {{ is_test_name('lead_name') }} as is_test,
    {{ clean_text('status') }} as status,
    {{ person_key('user_id') }} as user_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_converted_at') }} as converted_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('deal_id') }} as deal_id,
    {{ fold('status') }} in ('спам', 'spam', 'junk', 'junk lead', 'мусор') as is_spam,
    {{ fold('status') }} like '%дубл%' or {{ fold('status') }} like '%duplicate%' as is_duplicate,
    name_key as company_key,
    coalesce(phone_key, email_key) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns(['created_at', 'updated_at', 'is_converted']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
