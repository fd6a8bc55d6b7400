with cells as (

    {{ read_cells(source('custom', 'products'), ['product', 'series', 'list_price']) }}

),

typed as (

    select
        *,
        {{ parse_amount('list_price') }} as typed_list_price
    from cells

)

select
    {{ clean_text('product') }} as product,
    {{ clean_text('series') }} as series,
    typed_list_price as list_price,
    {{ unreadable_columns(['list_price']) }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
