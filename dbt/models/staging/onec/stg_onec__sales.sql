with cells as (

    {{ read_cells(source('onec', 'sales'), [
        'order_number', 'order_date', 'document_kind', 'company_name', 'tax_id', 'amount', 'currency', 'user_id',
        'team_name', 'deal_key', 'status', 'is_posted', 'is_deleted', 'comment'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_date('order_date') }} as typed_order_date,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_boolean('is_posted') }} as typed_is_posted,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ tax_key('tax_id') }} as tax_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('order_number') }} || '/' || cast(extract(year from typed_order_date) as varchar) as order_id,
    {{ in_range('typed_order_date') }} as order_date,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('deal_key') }} as deal_key,
    case
        when typed_is_deleted or not typed_is_posted then 'cancelled'
        else {{ clean_text('status') }}
    end as status,
    {{ has_value('comment') }} as comment_present,
    {{ fold('document_kind') }} like 'возврат%' or {{ fold('document_kind') }} like 'return%' as is_return,
    coalesce(tax_key, name_key) as company_key,
    tax_key,
    name_key,
    {{ unreadable_columns(['order_date', 'amount', 'is_posted', 'is_deleted']) }} as unreadable_columns,
    {{ out_of_range_columns(['order_date']) }} as out_of_range_columns,
    {{ has_unreadable(['order_date', 'amount']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
