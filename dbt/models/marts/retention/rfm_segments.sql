-- Equal values have equal scores and equal classes, whatever the keys of the customers: what ties fall into the lower
-- fifth of recency, frequency and revenue, and the better class of revenue.
with buyers as (

    select
        *,
        count(*) over (partition by snapshot) as n_buyers,
        sum(revenue) over (partition by snapshot) as revenue_of_all,
        rank() over (partition by snapshot order by recency_days desc) as recency_rank,
        rank() over (partition by snapshot order by frequency) as frequency_rank,
        rank() over (partition by snapshot order by revenue) as revenue_rank,
        sum(revenue)
            over (
                partition by snapshot order by revenue desc range between unbounded preceding and current row
            )
        - sum(revenue) over (partition by snapshot, revenue) as revenue_of_larger
    from {{ ref('customer_years') }}
    where frequency > 0

),

scored as (

    select
        *,
        cast(1 + floor(5.0 * (recency_rank - 1) / n_buyers) as integer) as recency_score,
        cast(1 + floor(5.0 * (frequency_rank - 1) / n_buyers) as integer) as frequency_score,
        cast(1 + floor(5.0 * (revenue_rank - 1) / n_buyers) as integer) as revenue_score
    from buyers

)

select
    snapshot,
    snapshot_on,
    customer_id,
    recency_days,
    frequency,
    revenue,
    recency_score,
    frequency_score,
    revenue_score,
    case
        when n_buyers < 50 then 'too_few'
        when recency_score >= 4 and frequency_score >= 4 and revenue_score >= 4 then 'best'
        when frequency > 1 and recency_score >= 3 then 'regular'
        when frequency > 1 then 'at_risk'
        when is_first_year and recency_score >= 4 then 'new'
        else 'occasional'
    end as segment,
    case
        when revenue_of_larger < 0.80 * revenue_of_all then 'A'
        when revenue_of_larger < 0.95 * revenue_of_all then 'B'
        else 'C'
    end as abc_class
from scored
union all
select
    snapshot,
    snapshot_on,
    customer_id,
    recency_days,
    frequency,
    revenue,
    cast(null as integer) as recency_score,
    cast(null as integer) as frequency_score,
    cast(null as integer) as revenue_score,
    'gone' as segment,
    cast(null as varchar) as abc_class
from {{ ref('customer_years') }}
where frequency = 0
