{{ config(materialized='view') }}

with orders as (

    select * from {{ ref('fct_sales_orders') }}

),

is_any_order as (

    select count(*) as n_orders
    from orders

)

select
    order_id as sale_id,
    'order' as origin,
    ordered_at as sold_at,
    amount,
    customer_id,
    user_id,
    team_id,
    cast(null as varchar) as source_channel,
    is_return,
    is_cancelled,
    is_foreign_currency
from orders
where is_in_other_source is not true
union all
select
    deals.deal_id as sale_id,
    'won_deal' as origin,
    deals.closed_at as sold_at,
    deals.amount,
    deals.customer_id,
    deals.user_id,
    deals.team_id,
    deals.source_channel,
    false as is_return,
    false as is_cancelled,
    coalesce(deals.currency <> parameters.currency, false) as is_foreign_currency
from {{ ref('fct_deals') }} as deals
cross join is_any_order
cross join {{ ref('audit_parameters') }} as parameters
where
    is_any_order.n_orders = 0
    and deals.is_won
    and deals.is_kpi_eligible
