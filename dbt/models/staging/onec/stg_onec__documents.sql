{%- set returns = ['возврат товара', 'возвраттоваровотпокупателя', 'возвраттоваровотклиента'] -%}
{%- set orders = [
    'заказ товара', 'счет на оплату', 'заказклиента', 'заказпокупателя', 'счетнаоплатупокупателю', 'счетпокупателю'
] -%}
with cells as (

    {{ read_cells(source('onec', 'documents'), [
        'document_kind', 'order_number', 'order_date', 'amount', 'tax_on_top', 'currency', 'company_name', 'tax_id',
        'user_id', 'team_name', 'deal_key', 'status', 'is_posted', 'is_deleted', 'is_cancelled', 'comment'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_date('order_date') }} as typed_order_date,
        {{ parse_amount('amount', "'.'") }} as typed_amount,
        {{ parse_amount('tax_on_top', "'.'") }} as typed_tax_on_top,
        {{ parse_boolean('is_posted') }} as typed_is_posted,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ parse_boolean('is_cancelled') }} as typed_is_cancelled,
        {{ is_one_of('document_kind', returns) }} as typed_is_return,
        {{ tax_key('tax_id') }} as tax_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    -- Shipments are numbered as in saved lists; returns and orders have numbers of their own.
    case
        when typed_is_return then 'return-'
        when {{ is_one_of('document_kind', orders) }} then 'order-'
        else ''
    end || {{ clean_text('order_number') }} || '/' || cast(extract(year from typed_order_date) as varchar) as order_id,
    {{ in_range('typed_order_date') }} as order_date,
    cast(typed_amount + coalesce(typed_tax_on_top, 0) as decimal(18, 2)) as amount,
    {{ currency_code('currency') }} as currency,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('deal_key') }} as deal_key,
    case
        when typed_is_deleted or typed_is_cancelled or not typed_is_posted then 'cancelled'
        else {{ clean_text('status') }}
    end as status,
    typed_is_return as is_return,
    coalesce(tax_key, name_key) as company_key,
    tax_key,
    name_key,
    {{ unreadable_columns([
        'order_date', 'amount', 'tax_on_top', 'is_posted', 'is_deleted', 'is_cancelled'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['order_date']) }} as out_of_range_columns,
    {{ has_unreadable(['order_date', 'amount']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
