with longest as (

    select
        max(days_open) as longest_closed_days,
        {{ audit_quantile('days_open', 0.5) }} as median_closed_days
    from {{ ref('fct_deals') }}
    where
        is_kpi_eligible
        and not is_open
        and not has_cycle_defect

),

completed_stays as (

    select
        pipeline,
        stage,
        {{ audit_quantile('days_in_stage', 0.9) }} as p90_days_in_stage,
        count(*) as n_stays
    from {{ ref('fct_deal_stage_history') }}
    where
        not is_current
        and days_in_stage is not null
    group by pipeline, stage

),

current_stays as (

    select
        history.deal_id,
        max(history.days_in_stage) as days_in_stage,
        max(completed_stays.p90_days_in_stage) as p90_days_in_stage,
        max(history.precision_days) as precision_days
    from {{ ref('fct_deal_stage_history') }} as history
    left join completed_stays
        on
            history.stage = completed_stays.stage
            and history.pipeline is not distinct from completed_stays.pipeline
            and completed_stays.n_stays >= 20
    where history.is_current
    group by history.deal_id

)

select
    deals.deal_id,
    deals.user_id,
    deals.team_id,
    deals.pipeline,
    deals.stage,
    deals.amount,
    deals.started_at,
    deals.days_open,
    current_stays.days_in_stage,
    current_stays.p90_days_in_stage as usual_days_in_stage,
    current_stays.precision_days as stage_precision_days,
    longest.longest_closed_days,
    deals.days_open is not null as is_age_known,
    deals.days_open > longest.longest_closed_days as is_older_than_longest_closed,
    current_stays.days_in_stage > current_stays.p90_days_in_stage as is_longer_in_stage_than_usual,
    coalesce(deals.days_open > longest.longest_closed_days, false)
    or coalesce(current_stays.days_in_stage > current_stays.p90_days_in_stage, false) as is_stuck
from {{ ref('fct_deals') }} as deals
cross join longest
left join current_stays
    on deals.deal_id = current_stays.deal_id
where
    deals.is_kpi_eligible
    and deals.is_open
