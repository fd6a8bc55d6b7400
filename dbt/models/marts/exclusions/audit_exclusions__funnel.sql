with sources_with_lost as (

    select source_relation
    from {{ ref('fct_deals') }}
    where is_lost
    group by source_relation

),

kpis_of_decisions as (

    {{ kpi_names(['win_rate', 'win_rate_amount']) }}

),

reasons as (

    select
        kpis.kpi_or_entity,
        case
            when deals.created_at is null then 'no_start_date'
            when sources_with_lost.source_relation is null then 'lost_not_recorded'
            when deals.is_go_live_import then 'carried_over_at_go_live'
            when {{ audit_calendar_days('deals.created_at', 'parameters.as_of') }} < parameters.win_rate_maturity_days
                then 'not_matured'
            when deals.is_open then 'undecided'
            when deals.closed_at is null then 'no_closing_date'
            when {{ audit_calendar_days('deals.created_at', 'deals.closed_at') }} < 0 then 'closed_no_later_than_begun'
            when {{ audit_calendar_days('deals.created_at', 'deals.closed_at') }} > parameters.win_rate_maturity_days
                then 'decided_after_maturity'
            when kpis.kpi_or_entity = 'win_rate_amount' and coalesce(deals.amount, 0) <= 0 then 'no_amount'
            when
                kpis.kpi_or_entity = 'win_rate_amount'
                and coalesce(deals.currency, parameters.currency) <> parameters.currency
                then 'other_currency'
            when kpis.kpi_or_entity = 'win_rate_amount' and rated.entity_id is null then 'lost_amounts_not_recorded'
        end as reason,
        1 as n
    from {{ ref('fct_deals') }} as deals
    left join {{ ref('kpi_win_rate_amount') }} as rated
        on deals.deal_id = rated.entity_id
    cross join kpis_of_decisions as kpis
    cross join {{ ref('audit_parameters') }} as parameters
    left join sources_with_lost
        on deals.source_relation = sources_with_lost.source_relation
    where deals.is_kpi_eligible
    union all
    select
        'stage_conformance' as kpi_or_entity,
        exclusion as reason,
        1 as n
    from {{ ref('deal_paths') }}
    union all
    select
        'close_date_slippage' as kpi_or_entity,
        case when is_open_without_date then 'no_planned_date' end as reason,
        1 as n
    from {{ ref('pipeline_movements') }}
    union all
    select
        'lead_conversion' as kpi_or_entity,
        case
            when leads.is_test then 'test_record'
            when leads.is_spam then 'spam'
            when leads.is_duplicate then 'duplicate_lead'
            when leads.is_in_other_source then 'same_in_other_source'
            when leads.is_existing_customer then 'existing_customer'
            when leads.created_at is null then 'no_start_date'
            when {{ audit_calendar_days('leads.created_at', 'parameters.as_of') }} < parameters.conversion_window_days
                then 'not_matured'
            when leads.is_won and leads.days_to_won is null then 'no_closing_date'
        end as reason,
        1 as n
    from {{ ref('fct_leads') }} as leads
    cross join {{ ref('audit_parameters') }} as parameters

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
