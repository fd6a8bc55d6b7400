{{ config(materialized='view') }}

-- Orders, payments and won deals: which of them the other system knows by a number. A source in which no record names
-- the other system does not tell, and its records are not asked for; neither is what came before the first that does.
with order_links as (

    select
        order_id,
        min(deal_id) as deal_id
    from {{ ref('order_deal_links') }}
    where found_by <> 'customer_amount'
    group by order_id

),

deals as (

    select
        fct_deals.deal_id,
        fct_deals.closed_at,
        fct_deals.amount,
        fct_deals.is_won,
        fct_deals.is_kpi_eligible,
        fct_deals.source_relation,
        fct_deals._file_id,
        fct_deals._row_number
    from {{ ref('fct_deals') }} as fct_deals

),

orders as (

    select
        orders.*,
        deals.deal_id,
        deals.closed_at,
        min(case when orders.deal_key is not null or deals.deal_id is not null then orders.ordered_at end) over (
            partition by orders.source_relation
        ) as first_told_at
    from {{ ref('fct_sales_orders') }} as orders
    left join order_links
        on orders.order_id = order_links.order_id
    left join deals
        on order_links.deal_id = deals.deal_id
    where
        orders.is_in_other_source is not true
        and not orders.is_cancelled
        and orders.origin = 'order'

),

told_orders as (

    select
        min(first_told_at) as first_told_at,
        max(ordered_at) as last_at
    from orders

),

ordered_deals as (

    select distinct order_links.deal_id
    from order_links
    inner join orders
        on order_links.order_id = orders.order_id

),

payments as (

    select
        payments.*,
        deals.deal_id,
        deals.closed_at,
        min(case when deals.deal_id is not null then payments.paid_at end) over (
            partition by payments.source_relation
        ) as first_told_at
    from {{ ref('fct_payments') }} as payments
    left join order_links
        on payments.order_id = order_links.order_id
    left join deals
        on order_links.deal_id = deals.deal_id

),

told_payments as (

    select
        min(first_told_at) as first_told_at,
        max(paid_at) as last_at
    from payments

),

paid_deals as (

    select distinct deal_id
    from payments
    where deal_id is not null

)

select
    'orders' as flow,
    'other' as side,
    order_id as record_id,
    user_id,
    team_id,
    ordered_at as observed_at,
    amount,
    deal_id is not null as is_matched,
    case when deal_id is null then case when deal_key is null then 'no_key' else 'unknown_key' end end as reason,
    {{ audit_days_between('closed_at', 'ordered_at') }} as lag_days,
    source_relation,
    _file_id,
    _row_number
from orders
where
    not is_return
    and ordered_at >= first_told_at
union all
select
    'payments' as flow,
    'other' as side,
    payment_id as record_id,
    user_id,
    cast(null as varchar) as team_id,
    paid_at as observed_at,
    amount,
    deal_id is not null as is_matched,
    case when deal_id is null then case when order_id is null then 'no_key' else 'unknown_key' end end as reason,
    {{ audit_days_between('closed_at', 'paid_at') }} as lag_days,
    source_relation,
    _file_id,
    _row_number
from payments
where paid_at >= first_told_at
union all
{%- for flow, told, found in [
    ('orders', 'told_orders', 'ordered_deals'), ('payments', 'told_payments', 'paid_deals'),
] %}
select
    '{{ flow }}' as flow,
    'crm' as side,
    deals.deal_id as record_id,
    cast(null as varchar) as user_id,
    cast(null as varchar) as team_id,
    deals.closed_at as observed_at,
    deals.amount,
    {{ found }}.deal_id is not null as is_matched,
    case when {{ found }}.deal_id is null then 'no_counterpart' end as reason,
    cast(null as {{ double_type() }}) as lag_days,
    deals.source_relation,
    deals._file_id,
    deals._row_number
from deals
cross join {{ told }}
cross join {{ ref('audit_parameters') }} as parameters
left join {{ found }}
    on deals.deal_id = {{ found }}.deal_id
where
    deals.is_won
    and deals.is_kpi_eligible
    and deals.closed_at >= {{ told }}.first_told_at
    and {{ audit_calendar_days('deals.closed_at', told ~ '.last_at') }} >= parameters.order_match_days
{{ 'union all' if not loop.last }}
{%- endfor %}
