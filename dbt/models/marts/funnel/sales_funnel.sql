-- Deals that count nowhere (tests, deleted ones, second copies) are no part of the funnel; one that the history alone
-- knows is.
with history as (

    select history.*
    from {{ ref('fct_deal_stage_history') }} as history
    left join {{ ref('fct_deals') }} as left_out
        on
            history.deal_id = left_out.deal_id
            and not left_out.is_kpi_eligible
    where left_out.deal_id is null

),

entries as (

    select
        deal_id,
        coalesce(pipeline, '') as pipeline_name,
        stage,
        min(stage_order) as stage_order,
        min(entered_at) as first_entered_at,
        max(precision_days) as precision_days,
        max(case when is_current then 1 else 0 end) as is_current,
        max(case when is_back_move then 1 else 0 end) as has_back_move
    from history
    where category <> 'lost'
    group by deal_id, coalesce(pipeline, ''), stage

),

-- Without a declared order a pipeline's stages stand in the order in which deals usually enter them.
first_steps as (

    select
        *,
        row_number() over (
            partition by deal_id, pipeline_name order by first_entered_at, stage_order, stage
        ) as step_number
    from entries

),

usual_order as (

    select
        pipeline_name,
        stage,
        min(stage_order) as declared_order,
        avg(step_number) as average_step,
        count(*) as n_entered,
        sum(is_current) as n_current,
        sum(has_back_move) as n_with_back_move,
        max(precision_days) as precision_days
    from first_steps
    group by pipeline_name, stage

),

has_declared as (

    select
        pipeline_name,
        count(declared_order) as n_declared
    from usual_order
    group by pipeline_name

),

stages as (

    select
        usual_order.*,
        row_number() over (
            partition by usual_order.pipeline_name
            order by usual_order.declared_order, usual_order.average_step, usual_order.stage
        ) as place
    from usual_order
    inner join has_declared
        on usual_order.pipeline_name = has_declared.pipeline_name
    where
        has_declared.n_declared = 0
        or usual_order.declared_order is not null

),

placed as (

    select
        entries.deal_id,
        entries.pipeline_name,
        stages.place,
        entries.first_entered_at
    from entries
    inner join stages
        on
            entries.pipeline_name = stages.pipeline_name
            and entries.stage = stages.stage

),

-- From the first entry of a stage to the first entry of the next one.
steps as (

    select
        earlier.pipeline_name,
        earlier.place,
        count(*) as n_next,
        {{ audit_quantile(audit_days_between('earlier.first_entered_at', 'later.first_entered_at'), 0.5) }}
            as median_days,
        sum(case when later.first_entered_at < earlier.first_entered_at then 1 else 0 end) as n_reversed
    from placed as earlier
    inner join placed as later
        on
            earlier.deal_id = later.deal_id
            and earlier.pipeline_name = later.pipeline_name
            and earlier.place + 1 = later.place
    group by earlier.pipeline_name, earlier.place

),

stays as (

    select
        coalesce(pipeline, '') as pipeline_name,
        stage,
        {{ audit_quantile('case when not is_current then days_in_stage end', 0.5) }} as median_days_in_stage,
        {{ audit_quantile('case when not is_current then days_in_stage end', 0.9) }} as p90_days_in_stage
    from history
    group by coalesce(pipeline, ''), stage

)

select
    nullif(stages.pipeline_name, '') as pipeline,
    stages.stage,
    cast(stages.place as integer) as stage_order,
    cast(stages.n_entered as integer) as n_entered,
    cast(coalesce(steps.n_next, 0) as integer) as n_next,
    coalesce(steps.n_next, 0) * 1.0 / stages.n_entered as next_share,
    steps.median_days as median_days_to_next,
    cast(coalesce(steps.n_reversed, 0) as integer) as n_next_before_this,
    stays.median_days_in_stage,
    stays.p90_days_in_stage,
    cast(stages.n_current as integer) as n_current,
    cast(stages.n_with_back_move as integer) as n_with_back_move,
    stages.precision_days
from stages
left join steps
    on
        stages.pipeline_name = steps.pipeline_name
        and stages.place = steps.place
left join stays
    on
        stages.pipeline_name = stays.pipeline_name
        and stages.stage = stays.stage
