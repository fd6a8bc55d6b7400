with cells as (

    {{ read_cells(source('custom', 'sales_orders'), [
        'order_id', 'order_date', 'amount', 'currency', 'company_key', 'company_id', 'company_name', 'tax_id',
        'phone', 'email', 'user_id', 'team_id', 'team_name', 'is_return', 'status', 'deal_key'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('order_date') }} as typed_order_date,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_boolean('is_return') }} as typed_is_return,
        {{ tax_key('tax_id') }} as tax_key,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('order_id') }} as order_id,
    cast({{ in_range('typed_order_date') }} as date) as order_date,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    typed_is_return as is_return,
    {{ clean_text('status') }} as status,
    {{ clean_text('deal_key') }} as deal_key,
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
    {{ unreadable_columns(['order_date', 'amount', 'is_return']) }} as unreadable_columns,
    {{ out_of_range_columns(['order_date']) }} as out_of_range_columns,
    {{ has_unreadable(['order_date', 'amount']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
