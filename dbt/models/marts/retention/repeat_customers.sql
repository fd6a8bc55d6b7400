with sales as (

    select
        customer_id,
        cast(sold_at as date) as sold_on
    from {{ ref('fct_sales') }}
    where
        customer_id is not null
        and not is_return
        and not is_cancelled

),

customers as (

    select
        customer_id,
        count(*) as n_rows,
        count(distinct sold_on) as n_days
    from sales
    group by customer_id

)

select
    'row' as basis,
    cast(count(*) as integer) as n_customers,
    cast(sum(case when n_rows > 1 then 1 else 0 end) as integer) as n_repeat,
    sum(case when n_rows > 1 then 1.0 else 0 end) / nullif(count(*), 0) as repeat_share
from customers
having count(*) > 0
union all
select
    'day' as basis,
    cast(count(*) as integer) as n_customers,
    cast(sum(case when n_days > 1 then 1 else 0 end) as integer) as n_repeat,
    sum(case when n_days > 1 then 1.0 else 0 end) / nullif(count(*), 0) as repeat_share
from customers
having count(*) > 0
