-- Without a single exit only the current stage is known: how deals move is then not assessed.
with observed as (

    select distinct
        source_relation,
        pipeline
    from {{ ref('fct_deal_stage_history') }}
    where exited_at is not null

),

visits as (

    select
        history.deal_id,
        history.pipeline,
        history.stage,
        funnel.stage_order,
        history.category,
        history.entered_at,
        history.exited_at,
        history.days_in_stage,
        history.precision_days,
        deals.status,
        deals.closed_at,
        case
            when
                deals.amount > 0
                and coalesce(deals.currency, parameters.currency) = parameters.currency
                then deals.amount
        end as amount,
        parameters.as_of,
        parameters.win_rate_maturity_days as maturity_days
    from {{ ref('fct_deal_stage_history') }} as history
    inner join observed
        on
            history.source_relation = observed.source_relation
            and history.pipeline is not distinct from observed.pipeline
    inner join {{ ref('fct_deals') }} as deals
        on history.deal_id = deals.deal_id
    cross join {{ ref('audit_parameters') }} as parameters
    left join {{ ref('sales_funnel') }} as funnel
        on
            history.stage = funnel.stage
            and history.pipeline is not distinct from funnel.pipeline
    where deals.is_kpi_eligible

),

stays as (

    select
        *,
        row_number() over (partition by deal_id, pipeline, stage order by entered_at) = 1 as is_first_entry,
        row_number() over (
            partition by deal_id order by entered_at desc, exited_at desc nulls first, stage_order desc
        ) = 1 as is_last_stay
    from visits
    where category = 'open'

),

-- A won deal has passed every stage of its pipeline, whether or not its history says so.
reached as (

    select
        deal_id,
        pipeline,
        stage_order,
        min(entered_at) as reached_at
    from visits
    where
        stage_order is not null
        and category <> 'won'
    group by deal_id, pipeline, stage_order
    union all
    select
        deal_id,
        pipeline,
        1000000 as stage_order,
        min(case when category = 'won' then entered_at else closed_at end) as reached_at
    from visits
    where status = 'won'
    group by deal_id, pipeline

),

moves as (

    select
        stays.deal_id,
        stays.pipeline,
        stays.stage,
        min(reached.reached_at) as moved_on_at
    from stays
    inner join reached
        on
            stays.deal_id = reached.deal_id
            and stays.pipeline is not distinct from reached.pipeline
            and stays.stage_order < reached.stage_order
            and stays.entered_at <= reached.reached_at
    where stays.is_first_entry
    group by stays.deal_id, stays.pipeline, stays.stage

)

select
    stays.deal_id,
    stays.pipeline,
    stays.stage,
    stays.stage_order,
    stays.entered_at,
    case
        when stays.exited_at is not null or stays.status = 'open' then stays.days_in_stage
        when stays.closed_at >= stays.entered_at
            then {{ audit_days_between('stays.entered_at', 'stays.closed_at') }}
    end as days_in_stage,
    stays.exited_at is null and stays.status = 'open' as is_waiting,
    stays.is_first_entry,
    stays.is_first_entry
    and stays.stage_order is not null
    and {{ audit_calendar_days('stays.entered_at', 'stays.as_of') }} >= stays.maturity_days as is_matured,
    coalesce(
        {{ audit_calendar_days('stays.entered_at', 'moves.moved_on_at') }} <= stays.maturity_days, false
    ) as has_moved_on,
    stays.is_last_stay and stays.status = 'lost' as is_lost_here,
    stays.amount,
    stays.precision_days
from stays
left join moves
    on
        stays.deal_id = moves.deal_id
        and stays.stage = moves.stage
        and stays.pipeline is not distinct from moves.pipeline
