-- Each period of the audit against the equally long one just before it; without periods, the last year of the data.
with periods as (

    select
        'before' as period,
        before_starts_on as starts_on,
        before_ends_before as ends_before
    from {{ ref('audit_parameters') }}
    union all
    select
        'after' as period,
        after_starts_on as starts_on,
        after_ends_before as ends_before
    from {{ ref('audit_parameters') }}
    union all
    select
        'last_year' as period,
        {{ audit_add_months(audit_month(audit_add_days('as_of', 1)), -12) }} as starts_on,
        {{ audit_month(audit_add_days('as_of', 1)) }} as ends_before
    from {{ ref('audit_parameters') }}
    where before_starts_on is null

),

history as (

    select {{ audit_month('min(sold_on)') }} as starts_on
    from {{ ref('fct_purchase_days') }}

),

-- A base that begins before the data would lack customers: such a period is not measured.
pairs as (

    select
        periods.period,
        {{ audit_add_months(
            'periods.starts_on', audit_months_between('periods.ends_before', 'periods.starts_on')
        ) }} as base_starts_on,
        periods.starts_on,
        periods.ends_before
    from periods
    where periods.starts_on is not null

),

buyers as (

    select
        pairs.period,
        purchases.customer_id
    from pairs
    inner join history
        on pairs.base_starts_on >= history.starts_on
    inner join {{ ref('fct_purchase_days') }} as purchases
        on
            pairs.base_starts_on <= purchases.sold_on
            and pairs.starts_on > purchases.sold_on
    group by pairs.period, purchases.customer_id

),

-- Returns count against the period in which the goods came back.
revenue as (

    select
        buyers.period,
        buyers.customer_id,
        max(case when sales.sold_at >= pairs.starts_on and not sales.is_return then 1 else 0 end) as is_kept,
        sum(case when sales.sold_at < pairs.starts_on then {{ net_amount('sales') }} else 0 end) as base_revenue,
        sum(case when sales.sold_at >= pairs.starts_on then {{ net_amount('sales') }} else 0 end) as revenue
    from buyers
    inner join pairs
        on buyers.period = pairs.period
    inner join {{ ref('fct_sales') }} as sales
        on
            buyers.customer_id = sales.customer_id
            and pairs.base_starts_on <= sales.sold_at
            and pairs.ends_before > sales.sold_at
    where not sales.is_cancelled
    group by buyers.period, buyers.customer_id

),

totals as (

    select
        period,
        count(*) as n_customers,
        sum(is_kept) as n_kept,
        sum(greatest(base_revenue, 0)) as base_revenue,
        sum(greatest(least(revenue, base_revenue), 0)) as kept_revenue,
        sum(revenue) as revenue
    from revenue
    group by period

)

select
    totals.period,
    pairs.base_starts_on,
    pairs.starts_on,
    pairs.ends_before,
    cast(totals.n_customers as integer) as n_customers,
    cast(totals.n_kept as integer) as n_kept,
    1.0 * totals.n_kept / totals.n_customers as kept_share,
    {{ wilson_low('totals.n_kept', 'totals.n_customers') }} as kept_low,
    {{ wilson_high('totals.n_kept', 'totals.n_customers') }} as kept_high,
    1.0 * totals.kept_revenue / nullif(totals.base_revenue, 0) as gross_revenue_retention,
    1.0 * totals.revenue / nullif(totals.base_revenue, 0) as net_revenue_retention
from totals
inner join pairs
    on totals.period = pairs.period
