-- What was lost in the year up to the data, by the stage in which it was lost and by the reason given. Deals without a
-- reason, or without a known stage, are a line of their own; those without an amount, or in another currency, are in
-- the number of deals and in no sum. A source that never gives a reason has no lines by reason.
with parameters as (

    select
        cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_before,
        cast({{ audit_add_days('as_of', -364) }} as timestamp) as starts_at,
        currency
    from {{ ref('audit_parameters') }}

),

lost as (

    select
        deals.deal_id,
        deals.loss_reason,
        deals.amount,
        coalesce(deals.currency <> parameters.currency, false) as is_foreign_currency,
        count(deals.loss_reason) over (partition by deals.source_relation) > 0 as tells_reason
    from {{ ref('fct_deals') }} as deals
    cross join parameters
    where
        deals.is_lost
        and deals.is_kpi_eligible
        and deals.closed_at >= parameters.starts_at
        and deals.closed_at < parameters.ends_before

),

last_stages as (

    select
        deal_id,
        min(pipeline) as pipeline,
        min(stage) as stage
    from {{ ref('stage_stays') }}
    where is_lost_here
    group by deal_id

),

lines as (

    select
        'stage' as dimension,
        last_stages.pipeline,
        last_stages.stage as value,
        lost.amount,
        lost.is_foreign_currency
    from lost
    left join last_stages
        on lost.deal_id = last_stages.deal_id
    union all
    select
        'reason' as dimension,
        cast(null as varchar) as pipeline,
        loss_reason as value,
        amount,
        is_foreign_currency
    from lost
    where tells_reason

),

summed as (

    select
        dimension,
        pipeline,
        value,
        cast(count(*) as integer) as n_lost,
        cast(sum(case when amount is null then 1 else 0 end) as integer) as n_without_amount,
        cast(sum(case when amount is not null and is_foreign_currency then 1 else 0 end) as integer)
            as n_other_currency,
        cast(sum(case when not is_foreign_currency then amount end) as decimal(18, 2)) as lost_amount
    from lines
    group by dimension, pipeline, value

)

select
    dimension,
    pipeline,
    value,
    n_lost,
    n_without_amount,
    n_other_currency,
    lost_amount,
    n_lost / cast(sum(n_lost) over (partition by dimension) as {{ double_type() }}) as lost_share,
    cast(lost_amount as {{ double_type() }})
    / nullif(cast(sum(lost_amount) over (partition by dimension) as {{ double_type() }}), 0) as amount_share,
    cast(row_number() over (
        partition by dimension, case when value is null then 1 else 0 end
        order by lost_amount desc nulls last, n_lost desc, pipeline asc, value asc
    ) as integer) as value_rank
from summed
