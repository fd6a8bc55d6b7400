{{ config(materialized='view') }}

-- What the company has decided to reach, by the rows that are a case among those that could be one.
with period as (

    select
        after_starts_on,
        coalesce(after_ends_before, {{ audit_add_days('as_of', 1) }}) as ends_before
    from {{ ref('audit_parameters') }}

),

targets as (

    select
        period_start as starts_on,
        {{ audit_period_end('period_start', 'period_grain') }} as ends_before
    from {{ ref('fct_sales_targets') }}
    where amount > 0

),

plans as (

    select count(*) as n_targets
    from targets

),

months as (

    select
        dates.month,
        max(case when targets.starts_on is null then 0 else 1 end) as is_planned
    from {{ ref('dim_dates') }} as dates
    inner join period
        on
            dates.month >= period.after_starts_on
            and dates.month < period.ends_before
    left join targets
        on
            dates.month >= targets.starts_on
            and dates.month < targets.ends_before
    group by dates.month

)

select {{ risk_share(figure='months_without_plan', is_case='is_planned = 0', is_told='max(plans.n_targets) > 0') }}
from months
cross join plans
