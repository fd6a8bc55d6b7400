select
    currency,
    cast(count(*) as integer) as n_payments,
    cast(count(distinct order_id) as integer) as n_orders,
    cast(sum(amount) as {{ double_type() }}) as total,
    cast(sum(amount) as {{ double_type() }}) / nullif(count(distinct order_id), 0) as average_per_order,
    cast(sum(case when amount = 0 then 1 else 0 end) as integer) as n_of_zero,
    min(paid_at) as first_at,
    max(paid_at) as last_at
from {{ ref('fct_payments') }}
group by currency
