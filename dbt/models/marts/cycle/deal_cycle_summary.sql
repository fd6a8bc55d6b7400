with deals as (

    select
        status,
        days_open,
        has_cycle_defect,
        days_open < 0 as is_negative
    from {{ ref('fct_deals') }}
    where
        is_kpi_eligible
        and not is_open
    union all
    select
        'won_or_lost' as status,
        days_open,
        has_cycle_defect,
        days_open < 0 as is_negative
    from {{ ref('fct_deals') }}
    where
        is_kpi_eligible
        and not is_open

)

select
    status,
    cast(count(*) as integer) as n_deals,
    cast(count(days_open) as integer) as n_with_days,
    avg(days_open) as mean_days,
    {{ audit_quantile('days_open', 0.5) }} as median_days,
    {{ audit_quantile('days_open', 0.9) }} as p90_days,
    max(days_open) as longest_days,
    cast(sum(case when is_negative then 1 else 0 end) as integer) as n_negative,
    cast(sum(case when has_cycle_defect then 1 else 0 end) as integer) as n_defects,
    avg(case when not has_cycle_defect then days_open end) as mean_days_without_defects
from deals
group by status
