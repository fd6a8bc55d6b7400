with reasons as (

    select
        'deal_cycle_days' as kpi_or_entity,
        case
            when is_go_live_import then 'carried_over_at_go_live'
            when has_cycle_defect then 'closed_no_later_than_begun'
            when days_open is null and is_open then 'no_start_date'
            when days_open is null then 'no_closing_date'
        end as reason,
        1 as n
    from {{ ref('fct_deals') }}
    where is_kpi_eligible
    union all
    select
        'won_cycle_days' as kpi_or_entity,
        case
            when deals.is_go_live_import then 'carried_over_at_go_live'
            when deals.has_cycle_defect then 'closed_no_later_than_begun'
            when deals.days_open is null then 'no_start_date'
            when {{ audit_calendar_days('deals.started_at', 'parameters.as_of') }} < parameters.win_rate_maturity_days
                then 'not_matured'
            when deals.days_open > parameters.win_rate_maturity_days then 'decided_after_maturity'
        end as reason,
        1 as n
    from {{ ref('fct_deals') }} as deals
    cross join {{ ref('audit_parameters') }} as parameters
    where
        deals.is_kpi_eligible
        and deals.is_won

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
