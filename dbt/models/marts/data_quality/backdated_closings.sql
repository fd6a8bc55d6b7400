-- Deals whose closing date was set to more than a day before the move that closed them, by the history of stages.
with closings as (

    select
        history.deal_id,
        max(history.entered_at) as moved_at
    from {{ ref('fct_deal_stage_history') }} as history
    where
        history.basis = 'history'
        and history.category in ('won', 'lost')
    group by history.deal_id

)

select
    deals.deal_id,
    deals.user_id,
    deals.team_id,
    deals.closed_at,
    closings.moved_at,
    {{ audit_calendar_days('deals.closed_at', 'closings.moved_at') }} > 1 as is_backdated
from {{ ref('fct_deals') }} as deals
inner join closings
    on deals.deal_id = closings.deal_id
where
    deals.is_kpi_eligible
    and deals.closed_at is not null
