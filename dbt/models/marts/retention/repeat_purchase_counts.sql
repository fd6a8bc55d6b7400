-- Counts for a forecast of repeat purchases: what was seen up to a day, and what followed. The forecast is learnt on
-- `calibration`, which ends half a year (at most a third of the history) before as_of, and made from `all`.
with history as (

    select
        parameters.as_of,
        least(
            182, cast(floor({{ audit_calendar_days('min(purchases.sold_on)', 'parameters.as_of') }} / 3.0) as integer)
        ) as holdout_days
    from {{ ref('fct_purchase_days') }} as purchases
    cross join {{ ref('audit_parameters') }} as parameters
    group by parameters.as_of

),

samples as (

    select
        'calibration' as sample,
        {{ audit_add_days('as_of', '-holdout_days') }} as ends_on,
        as_of,
        holdout_days
    from history
    union all
    select
        'all' as sample,
        as_of as ends_on,
        as_of,
        holdout_days
    from history

),

customers as (

    select
        samples.sample,
        samples.holdout_days,
        purchases.customer_id,
        sum(case when purchases.sold_on <= samples.ends_on then 1 else 0 end) - 1 as n_repeat,
        {{ audit_calendar_days(
            'min(purchases.sold_on)', 'max(case when purchases.sold_on <= samples.ends_on then purchases.sold_on end)'
        ) }} as recency_days,
        {{ audit_calendar_days('min(purchases.sold_on)', 'samples.ends_on') }} as age_days,
        sum(case when purchases.sold_on > samples.ends_on then 1 else 0 end) as n_later
    from samples
    inner join {{ ref('fct_purchase_days') }} as purchases
        on samples.as_of >= purchases.sold_on
    inner join {{ ref('dim_customers') }} as customers
        on
            purchases.customer_id = customers.customer_id
            and samples.ends_on > customers.first_sold_on
    where customers.is_first_sale_known
    group by samples.sample, samples.holdout_days, samples.ends_on, purchases.customer_id

)

select
    sample,
    cast(holdout_days as integer) as holdout_days,
    cast(n_repeat as integer) as n_repeat,
    cast(recency_days as integer) as recency_days,
    cast(age_days as integer) as age_days,
    cast(n_later as integer) as n_later,
    cast(count(*) as integer) as n_customers
from customers
group by sample, holdout_days, n_repeat, recency_days, age_days, n_later
