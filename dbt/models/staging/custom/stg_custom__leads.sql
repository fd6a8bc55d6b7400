with cells as (

    {{ read_cells(source('custom', 'leads'), [
        'lead_id', 'lead_name', 'user_id', 'team_id', 'team_name', 'company_key', 'company_id', 'company_name',
        'tax_id', 'phone', 'email', 'created_at', 'status', 'source_channel', 'converted_at', 'deal_id', 'is_spam',
        'is_duplicate', 'is_test'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('converted_at') }} as typed_converted_at,
        {{ parse_boolean('is_spam') }} as typed_is_spam,
        {{ parse_boolean('is_duplicate') }} as typed_is_duplicate,
        {{ parse_boolean('is_test') }} as typed_is_test,
        {{ tax_key('tax_id') }} as tax_key,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('lead_id') }} as lead_id,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    {{ in_range('typed_created_at') }} as created_at,
    {{ clean_text('status') }} as status,
    {{ clean_text('source_channel') }} as source_channel,
    {{ in_range('typed_converted_at') }} as converted_at,
    {{ clean_text('deal_id') }} as deal_id,
    typed_is_spam as is_spam,
    typed_is_duplicate as is_duplicate,
    coalesce(typed_is_test, {{ is_test_name('lead_name') }}) as is_test,
    coalesce(
        {{ native_key('company_key') }},
        {{ native_key('company_id') }},
        tax_key,
        name_key,
        phone_key,
        email_key
    ) as company_key,
    tax_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'created_at', 'converted_at', 'is_spam', 'is_duplicate', 'is_test'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'converted_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
