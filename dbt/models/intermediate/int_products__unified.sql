{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('product', audit_staging_models('product'), superseded=false) | indent(4) }}

)

select
    product,
    min(series) as series,
    min(list_price) as list_price,
    source_relation,
    min(_file_id) as _file_id,
    min(_row_number) as _row_number
from every_row
where product is not null
group by source_relation, product
