{{ config(materialized='view') }}

-- The sales of the two periods that are compared, each with its segment: that of the customer where at least half of
-- the sales have one, else the team, else none. A return is negative. Without periods there are no rows.
with sales as (

    select
        sales.sale_id,
        sales.sold_at,
        case
            when sales.sold_at >= parameters.before_starts_on and sales.sold_at < parameters.before_ends_before
                then 'before'
            when sales.sold_at >= parameters.after_starts_on and sales.sold_at < parameters.after_ends_before
                then 'after'
        end as period,
        case when sales.is_return then -abs(sales.amount) else sales.amount end as amount,
        sales.is_return or sales.amount < 0 as is_return,
        sales.team_id,
        customers.customer_segment
    from {{ ref('fct_sales') }} as sales
    cross join {{ ref('audit_parameters') }} as parameters
    left join {{ ref('dim_customers') }} as customers
        on sales.customer_id = customers.customer_id
    where
        not sales.is_cancelled
        and not sales.is_foreign_currency
        and sales.amount is not null

),

coverage as (

    select
        count(customer_segment) >= 0.5 * count(*) as has_segments,
        count(team_id) >= 0.5 * count(*) as has_teams
    from sales
    where period is not null

)

select
    sales.sale_id,
    sales.sold_at,
    sales.period,
    sales.amount,
    sales.is_return,
    case when coverage.has_segments then 'customer_segment' when coverage.has_teams then 'team' else 'none' end
        as dimension,
    case when coverage.has_segments then sales.customer_segment when coverage.has_teams then sales.team_id end
        as segment
from sales
cross join coverage
where sales.period is not null
