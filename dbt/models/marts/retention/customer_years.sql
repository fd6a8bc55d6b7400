-- What each customer bought in the year up to as_of and in the year before that, each a snapshot of its own; with it
-- those who bought nothing in that year, but in the year before it.
with snapshots as (

    select
        'now' as snapshot,
        as_of as snapshot_on
    from {{ ref('audit_parameters') }}
    union all
    select
        'year_earlier' as snapshot,
        {{ audit_add_months('as_of', -12) }} as snapshot_on
    from {{ ref('audit_parameters') }}

),

history as (

    select min(sold_on) as starts_on
    from {{ ref('fct_purchase_days') }}

),

-- A month of grace: the first sale of a history is seldom on its first day.
spans as (

    select
        snapshots.snapshot,
        snapshots.snapshot_on,
        {{ audit_add_months('snapshots.snapshot_on', -12) }} as year_began_after,
        {{ audit_add_months('snapshots.snapshot_on', -24) }} as earlier_year_began_after,
        {{ audit_add_months('snapshots.snapshot_on', -23) }} >= history.starts_on as is_earlier_year_known
    from snapshots
    cross join history
    where
        {{ audit_add_months('snapshots.snapshot_on', -11) }} >= history.starts_on
        or (snapshots.snapshot = 'now' and {{ audit_add_months('snapshots.snapshot_on', -6) }} >= history.starts_on)

),

revenue as (

    select
        spans.snapshot,
        sales.customer_id,
        sum({{ net_amount('sales') }}) as revenue
    from spans
    inner join {{ ref('fct_sales') }} as sales
        on
            cast(sales.sold_at as date) > spans.year_began_after
            and cast(sales.sold_at as date) <= spans.snapshot_on
    where not sales.is_cancelled
    group by spans.snapshot, sales.customer_id

),

years as (

    select
        spans.snapshot,
        spans.snapshot_on,
        spans.year_began_after,
        purchases.customer_id,
        max(purchases.sold_on) as last_sold_on,
        sum(case when purchases.sold_on > spans.year_began_after then 1 else 0 end) as frequency
    from spans
    inner join {{ ref('fct_purchase_days') }} as purchases
        on
            spans.earlier_year_began_after < purchases.sold_on
            and spans.snapshot_on >= purchases.sold_on
            and (spans.is_earlier_year_known or spans.year_began_after < purchases.sold_on)
    group by spans.snapshot, spans.snapshot_on, spans.year_began_after, purchases.customer_id

)

select
    years.snapshot,
    years.snapshot_on,
    years.customer_id,
    {{ audit_calendar_days('years.last_sold_on', 'years.snapshot_on') }} as recency_days,
    cast(years.frequency as integer) as frequency,
    cast(
        case when years.frequency > 0 then greatest(coalesce(revenue.revenue, 0), 0) else 0 end as decimal(18, 2)
    ) as revenue,
    customers.is_first_sale_known
    and customers.first_sold_on > years.year_began_after as is_first_year
from years
inner join {{ ref('dim_customers') }} as customers
    on years.customer_id = customers.customer_id
left join revenue
    on
        years.snapshot = revenue.snapshot
        and years.customer_id = revenue.customer_id
