with cells as (

    {{ read_cells(source('onec', 'report_lines'), [
        'document', 'company_name', 'tax_id', 'amount', 'currency', 'user_id', 'team_name', 'quantity'
    ], pseudonyms=true) }}

),

dated as (

    select
        *,
        {{ extract_pattern('document', ' (от|from) (\\d{1,2}\\.\\d{1,2}\\.\\d{4}( \\d{1,2}:\\d{2}:\\d{2})?)', 2) }}
            as document_moment
    from cells

),

typed as (

    select
        *,
        {{ parse_date('document_moment') }} as typed_document,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_number('quantity') }} as typed_quantity,
        {{ tax_key('tax_id') }} as tax_key,
        {{ name_key('company_name') }} as name_key
    from dated

)

select
    case
        when row_number() over (partition by _file_id, document order by _row_number) = 1
            then
                {{ extract_pattern('document', '([^\\s]+) (от|from) \\d', 1) }}
                || '/' || cast(extract(year from typed_document) as varchar)
    end as order_id,
    {{ in_range('typed_document') }} as order_date,
    cast(sum(typed_amount) over (partition by _file_id, document) as decimal(18, 2)) as amount,
    {{ currency_code('currency') }} as currency,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ fold('document') }} like 'возврат%' or {{ fold('document') }} like 'return%' as is_return,
    coalesce(tax_key, name_key) as company_key,
    tax_key,
    name_key,
    {{ unreadable_columns(['document', 'amount', 'quantity']) }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    {{ has_unreadable(['amount', 'document']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
