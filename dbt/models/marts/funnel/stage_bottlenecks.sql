with counted as (

    select
        stays.pipeline,
        stays.stage,
        min(stays.stage_order) as stage_order,
        sum(case when stays.is_first_entry then 1 else 0 end) as n_entered,
        sum(case when stays.is_matured then 1 else 0 end) as n_matured,
        sum(case when stays.is_matured and stays.has_moved_on then 1 else 0 end) as n_moved_on,
        count(*) as n_stays,
        sum(case when stays.is_waiting then 1 else 0 end) as n_waiting,
        avg(
            case
                when stays.days_in_stage > usual.usual_days then stays.days_in_stage - usual.usual_days
                when stays.days_in_stage <= usual.usual_days then 0
            end
        ) as excess_days,
        sum(case when stays.is_lost_here then 1 else 0 end) as n_lost,
        count(case when stays.is_lost_here then stays.amount end) as n_lost_with_amount,
        sum(case when stays.is_lost_here then stays.amount end) as lost_amount,
        min(usual.median_days_in_stage) as median_days_in_stage,
        min(usual.p90_days_in_stage) as p90_days_in_stage,
        max(stays.precision_days) as precision_days
    from {{ ref('stage_stays') }} as stays
    left join {{ ref('stage_durations') }} as usual
        on
            stays.stage = usual.stage
            and stays.pipeline is not distinct from usual.pipeline
    group by stays.pipeline, stays.stage

),

began as (

    select
        pipeline,
        min(entered_at) as first_entered_at
    from {{ ref('stage_stays') }}
    group by pipeline

),

shared as (

    select
        counted.*,
        greatest({{ audit_calendar_days('began.first_entered_at', 'parameters.as_of') }} / 365.25, 1) as years_observed,
        case
            when sum(counted.lost_amount) over (partition by counted.pipeline) > 0
                then coalesce(counted.lost_amount, 0) / sum(counted.lost_amount) over (partition by counted.pipeline)
            else counted.n_lost * 1.0 / nullif(sum(counted.n_lost) over (partition by counted.pipeline), 0)
        end as lost_share,
        parameters.win_rate_maturity_days as maturity_days
    from counted
    inner join began
        on counted.pipeline is not distinct from began.pipeline
    cross join {{ ref('audit_parameters') }} as parameters

),

-- An open deal stands where its history says; without one, where the newest export has it.
placed_deals as (

    select
        stays.deal_id is not null as is_assessed,
        case when stays.deal_id is null then deals.pipeline else stays.pipeline end as pipeline,
        coalesce(stays.stage, deals.stage) as stage,
        case
            when coalesce(facts.currency, parameters.currency) = parameters.currency then deals.amount
        end as amount,
        deals.days_open,
        deals.is_stuck
    from {{ ref('stuck_deals') }} as deals
    inner join {{ ref('fct_deals') }} as facts
        on deals.deal_id = facts.deal_id
    cross join {{ ref('audit_parameters') }} as parameters
    left join {{ ref('stage_stays') }} as stays
        on
            deals.deal_id = stays.deal_id
            and stays.is_waiting

),

open_deals as (

    select
        is_assessed,
        pipeline,
        stage,
        count(*) as n_open,
        sum(amount) as open_amount,
        {{ audit_quantile('days_open', 0.5) }} as median_days_open,
        sum(case when is_stuck then 1 else 0 end) as n_stuck,
        sum(case when is_stuck then amount end) as stuck_amount
    from placed_deals
    group by is_assessed, pipeline, stage

),

stages as (

    select
        shared.pipeline,
        shared.stage,
        true as is_assessed,
        shared.stage_order,
        shared.n_entered,
        shared.n_matured,
        shared.n_moved_on,
        shared.maturity_days,
        shared.n_stays,
        shared.n_waiting,
        shared.median_days_in_stage,
        shared.p90_days_in_stage,
        shared.excess_days,
        shared.n_lost,
        shared.n_lost_with_amount,
        case when shared.n_lost = 0 then 0 else shared.lost_amount end as lost_amount,
        shared.lost_share,
        shared.years_observed,
        coalesce(open_deals.n_open, 0) as n_open,
        open_deals.open_amount,
        open_deals.median_days_open,
        coalesce(open_deals.n_stuck, 0) as n_stuck,
        open_deals.stuck_amount,
        shared.precision_days
    from shared
    left join open_deals
        on
            shared.stage = open_deals.stage
            and shared.pipeline is not distinct from open_deals.pipeline
            and open_deals.is_assessed
    union all
    select
        pipeline,
        stage,
        is_assessed,
        cast(null as integer) as stage_order,
        cast(null as integer) as n_entered,
        cast(null as integer) as n_matured,
        cast(null as integer) as n_moved_on,
        cast(null as integer) as maturity_days,
        cast(null as integer) as n_stays,
        cast(null as integer) as n_waiting,
        cast(null as {{ double_type() }}) as median_days_in_stage,
        cast(null as {{ double_type() }}) as p90_days_in_stage,
        cast(null as {{ double_type() }}) as excess_days,
        cast(null as integer) as n_lost,
        cast(null as integer) as n_lost_with_amount,
        cast(null as decimal(18, 2)) as lost_amount,
        cast(null as {{ double_type() }}) as lost_share,
        cast(null as {{ double_type() }}) as years_observed,
        n_open,
        open_amount,
        median_days_open,
        n_stuck,
        stuck_amount,
        cast(null as integer) as precision_days
    from open_deals
    where not is_assessed

)

select
    pipeline,
    stage,
    is_assessed,
    cast(stage_order as integer) as stage_order,
    cast(n_entered as integer) as n_entered,
    cast(n_matured as integer) as n_matured,
    cast(n_moved_on as integer) as n_moved_on,
    n_moved_on * 1.0 / nullif(n_matured, 0) as moved_on_share,
    cast(maturity_days as integer) as maturity_days,
    cast(n_stays as integer) as n_stays,
    cast(n_waiting as integer) as n_waiting,
    median_days_in_stage,
    p90_days_in_stage,
    excess_days,
    cast(n_lost as integer) as n_lost,
    cast(n_lost_with_amount as integer) as n_lost_with_amount,
    cast(lost_amount as decimal(18, 2)) as lost_amount,
    cast(lost_share as {{ double_type() }}) as lost_share,
    cast(lost_amount / years_observed as {{ double_type() }}) as lost_amount_per_year,
    cast(n_open as integer) as n_open,
    cast(open_amount as decimal(18, 2)) as open_amount,
    median_days_open,
    cast(n_stuck as integer) as n_stuck,
    cast(stuck_amount as decimal(18, 2)) as stuck_amount,
    cast(lost_share * excess_days as {{ double_type() }}) as bottleneck_score,
    case
        when lost_share * excess_days is not null
            then cast(row_number() over (
                partition by is_assessed, pipeline
                order by lost_share * excess_days desc nulls last, lost_share desc, stage_order asc, stage asc
            ) as integer)
    end as bottleneck_rank,
    precision_days
from stages
