with cells as (

    {{ read_cells(source('bitrix24', 'leads'), [
        'lead_id', 'lead_name', 'status', 'status_semantic', 'user_id', 'team_name', 'created_at', 'converted_at',
        'updated_at', 'source_channel', 'amount', 'deal_id', 'company_id', 'company_name', 'contact_name', 'phone',
        'email', 'is_repeat', 'comment'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('converted_at') }} as typed_converted_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_boolean('is_repeat') }} as typed_is_repeat,
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
    {{ clean_text('team_name') }} as team_name,
    {{ in_range('typed_created_at') }} as created_at,
    case
        when
            {{ fold('status') }} in ('converted', 'качественный лид', 'сконвертирован', 'конвертирован', 'good lead')
            or upper(status_semantic) = 'S'
            then {{ in_range('typed_converted_at') }}
    end as converted_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('deal_id') }} as deal_id,
    {{ has_value('comment') }} as comment_present,
    {{ fold('status') }} in ('спам', 'spam') as is_spam,
    {{ fold('status') }} like '%дубл%' or {{ fold('status') }} like '%duplicate%' as is_duplicate,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(phone_key, email_key, {{ contact_name_key('contact_name') }}) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'created_at', 'converted_at', 'updated_at', 'amount', 'is_repeat'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'converted_at', 'updated_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
