with days as (

    select
        customer_id,
        cast(sold_at as date) as sold_on,
        min(team_id) as team_id,
        cast(count(*) as integer) as n_sales,
        coalesce(sum(case when not is_foreign_currency then cast(amount as decimal(18, 2)) end), 0) as amount
    from {{ ref('fct_sales') }}
    where
        customer_id is not null
        and sold_at is not null
        and not is_return
        and not is_cancelled
    group by customer_id, cast(sold_at as date)

)

select
    customer_id,
    sold_on,
    team_id,
    n_sales,
    cast(amount as decimal(18, 2)) as amount,
    cast(row_number() over (partition by customer_id order by sold_on) as integer) as purchase_number,
    lead(sold_on) over (partition by customer_id order by sold_on) as next_sold_on
from days
