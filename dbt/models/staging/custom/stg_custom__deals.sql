with cells as (

    {{ read_cells(source('custom', 'deals'), [
        'deal_id', 'deal_name', 'user_id', 'team_id', 'team_name', 'company_key', 'contact_key', 'company_id',
        'company_name', 'tax_id', 'phone', 'email', 'lead_id', 'pipeline', 'stage', 'status', 'amount', 'currency',
        'created_at', 'first_contact_at', 'closed_at', 'expected_close_at', 'updated_at', 'source_channel',
        'loss_reason', 'order_key', 'product', 'is_test', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('first_contact_at') }} as typed_first_contact_at,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_timestamp('expected_close_at') }} as typed_expected_close_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_boolean('is_test') }} as typed_is_test,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ tax_key('tax_id') }} as tax_key,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    {{ has_value('deal_name') }} as deal_name_present,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('lead_id') }} as lead_id,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('stage') }} as stage,
    lower({{ clean_text('status') }}) as status,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_first_contact_at') }} as first_contact_at,
    {{ in_range('typed_closed_at') }} as closed_at,
    {{ in_range('typed_expected_close_at') }} as expected_close_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ clean_text('order_key') }} as order_key,
    {{ clean_text('product') }} as product,
    coalesce(typed_is_test, {{ is_test_name('deal_name') }}) as is_test,
    typed_is_deleted as is_deleted,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_name', 'expected_close_at', 'deal_name'
    ]) }} as n_fields_required,
    {{ n_fields_filled([
        'user_id', 'amount', 'source_channel', 'company_name', 'expected_close_at', 'deal_name'
    ]) }} as n_fields_filled,
    coalesce(
        {{ native_key('company_key') }},
        {{ native_key('company_id') }},
        tax_key,
        name_key,
        phone_key,
        email_key
    ) as company_key,
    {{ native_key('contact_key') }} as contact_key,
    tax_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'amount', 'created_at', 'first_contact_at', 'closed_at', 'expected_close_at', 'updated_at', 'is_test',
        'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'first_contact_at', 'closed_at', 'expected_close_at', 'updated_at'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
