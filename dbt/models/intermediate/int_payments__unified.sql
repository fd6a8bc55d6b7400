{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('payment', audit_staging_models('payment')) | indent(4) }}

)

select
    {{ audit_id('payment_id', 'every_row') }} as payment_id,
    {{ audit_id('order_id', 'every_row') }} as order_id,
    paid_at,
    amount,
    currency,
    company_key,
    {{ audit_user_id('every_row') }} as user_id,
    source_relation,
    _file_id,
    _row_number
from every_row
