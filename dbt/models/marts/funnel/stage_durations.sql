with durations as (

    select
        pipeline,
        stage,
        days_in_stage,
        count(*) as n_stays,
        sum(case when is_waiting then 0 else 1 end) as n_ended
    from {{ ref('stage_stays') }}
    where days_in_stage is not null
    group by pipeline, stage, days_in_stage

),

at_risk as (

    select
        *,
        sum(n_stays) over (partition by pipeline, stage order by days_in_stage desc) as n_at_risk
    from durations

),

-- The product-limit estimate of Kaplan and Meier: a deal that still waits counts as waiting, not as absent.
survival as (

    select
        pipeline,
        stage,
        days_in_stage,
        case
            when min(n_at_risk - n_ended) over (partition by pipeline, stage order by days_in_stage) = 0 then 0
            else exp(
                sum(case when n_ended < n_at_risk then ln(1 - n_ended * 1.0 / n_at_risk) end)
                    over (partition by pipeline, stage order by days_in_stage)
            )
        end as waiting_share
    from at_risk

),

medians as (

    select
        pipeline,
        stage,
        (
            min(case when waiting_share < 0.5 + 1e-9 then days_in_stage end)
            + min(case when waiting_share < 0.5 - 1e-9 then days_in_stage end)
        ) / 2 as median_days_in_stage
    from survival
    group by pipeline, stage

),

completed as (

    select
        pipeline,
        stage,
        {{ audit_quantile('days_in_stage', 0.5) }} as median_days,
        {{ audit_quantile('days_in_stage', 0.9) }} as p90_days_in_stage
    from {{ ref('stage_stays') }}
    where not is_waiting
    group by pipeline, stage

)

-- Where more than half still wait, the usual stay is at least that of the completed ones.
select
    medians.pipeline,
    medians.stage,
    medians.median_days_in_stage,
    completed.p90_days_in_stage,
    coalesce(medians.median_days_in_stage, completed.median_days) as usual_days
from medians
left join completed
    on
        medians.stage = completed.stage
        and medians.pipeline is not distinct from completed.pipeline
