{{ config(materialized='view') }}

-- How the CRM and the other systems know each other, by the rows that are a case among those that could be one.
with period as (

    select
        currency,
        coalesce(after_starts_on, cast('1900-01-01' as date)) as starts_on,
        coalesce(after_ends_before, {{ audit_add_days('as_of', 1) }}) as ends_before
    from {{ ref('audit_parameters') }}

),

orders as (

    select
        fct_sales_orders.*,
        count(fct_sales_orders.deal_key) over (partition by fct_sales_orders.source_relation) > 0 as tells_deal
    from {{ ref('fct_sales_orders') }} as fct_sales_orders
    cross join period
    where
        fct_sales_orders.is_in_other_source is not true
        and not fct_sales_orders.is_cancelled
        and fct_sales_orders.ordered_at >= period.starts_on
        and fct_sales_orders.ordered_at < period.ends_before

),

crm_customers as (

    select customer_id
    from {{ ref('fct_deals') }}
    where customer_id is not null
    union
    select customer_id
    from {{ ref('fct_leads') }}
    where customer_id is not null

),

-- A buyer of whom only a name is known may be in the CRM under another one: our doubt, no fault of theirs.
buyers as (

    select
        orders.customer_id,
        max(case when crm_customers.customer_id is null then 0 else 1 end) as is_known
    from orders
    left join crm_customers
        on orders.customer_id = crm_customers.customer_id
    where
        orders.customer_id not like 'name:%'
        and not orders.is_return
    group by orders.customer_id

),

tickets as (

    select
        fct_tickets.customer_id,
        count(fct_tickets.customer_id) over (partition by fct_tickets.source_relation) > 0 as tells_customer
    from {{ ref('fct_tickets') }} as fct_tickets
    cross join period
    where
        fct_tickets.is_in_other_source is not true
        and fct_tickets.created_at >= period.starts_on
        and fct_tickets.created_at < period.ends_before

),

calls as (

    select
        calls.deal_id,
        calls.lead_id,
        count(coalesce(calls.deal_id, calls.lead_id)) over (partition by calls.source_relation) > 0 as tells_record,
        calls.occurred_at >= period.starts_on and calls.occurred_at < period.ends_before as is_of_period
    from {{ ref('fct_activities') }} as calls
    cross join period
    where calls.type = 'call'

),

won as (

    select sum(deals.amount) as amount
    from {{ ref('fct_deals') }} as deals
    cross join period
    where
        deals.is_kpi_eligible
        and deals.is_won
        and deals.closed_at >= period.starts_on
        and deals.closed_at < period.ends_before
        and coalesce(deals.currency, period.currency) = period.currency

),

ordered as (

    select
        count(*) as n_orders,
        sum(case when is_return then -abs(amount) else amount end) as amount
    from orders
    where not is_foreign_currency

)

select {{ risk_share(figure='orders_without_deal', is_case='deal_key is null') }}
from orders
where
    tells_deal
    and not is_return
union all
select {{ risk_share(figure='buyers_unknown_to_crm', is_case='is_known = 0', is_told='max(is_known) > 0') }}
from buyers
union all
select {{ risk_share(figure='tickets_without_customer', is_case='customer_id is null') }}
from tickets
where tells_customer
union all
select {{ risk_share(figure='calls_without_record', is_case='deal_id is null and lead_id is null') }}
from calls
where
    tells_record
    and is_of_period
union all
-- Two sums instead of cases: by how much the won deals of the period miss its orders.
select
    'crm_amount_gap' as figure,
    cast(ordered.n_orders as integer) as n,
    cast(null as integer) as n_cases,
    case
        when ordered.amount > 0 then cast(abs(won.amount - ordered.amount) / ordered.amount as {{ double_type() }})
    end as figure_value
from ordered
cross join won
