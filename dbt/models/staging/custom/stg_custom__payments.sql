with cells as (

    {{ read_cells(source('custom', 'payments'), [
        'payment_id', 'order_id', 'paid_at', 'amount', 'currency', 'company_key'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('paid_at') }} as typed_paid_at,
        {{ parse_amount('amount') }} as typed_amount
    from cells

)

select
    {{ clean_text('order_id') }} as order_id,
    {{ clean_text('payment_id') }} as payment_id,
    {{ in_range('typed_paid_at') }} as paid_at,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ native_key('company_key') }} as company_key,
    {{ unreadable_columns(['paid_at', 'amount']) }} as unreadable_columns,
    {{ out_of_range_columns(['paid_at']) }} as out_of_range_columns,
    {{ has_unreadable(['amount']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
