with sources_with_lost as (

    select source_relation
    from {{ ref('fct_deals') }}
    where is_lost
    group by source_relation

),

refused_rows as (

    select distinct
        entity,
        source_relation,
        _table_name,
        _file_id,
        _row_number
    from {{ ref('int_unreadable_values__unified') }}
    where is_row_refused

),

kpis_of_decisions as (

    {{ kpi_names(['win_rate', 'win_rate_amount']) }}

),

kpis_of_tickets as (
    {%- for kpi in ['first_response_hours', 'first_response_in_sla', 'handling_time_hours'] %}
    select '{{ kpi }}' as kpi_or_entity
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

kpis_of_sales as (

    {{ kpi_names(['sales_volume', 'average_order']) }}

),

reasons as (

    select
        'deals' as kpi_or_entity,
        case
            when merged_into_id is not null then 'merged'
            when is_deleted then 'deleted'
            when is_test then 'test_record'
            when is_in_other_source then 'same_in_other_source'
        end as reason,
        1 as n
    from {{ ref('fct_deals') }}
    union all
    select
        'sales_orders' as kpi_or_entity,
        'same_in_other_source' as reason,
        1 as n
    from {{ ref('fct_sales_orders') }}
    where is_in_other_source
    union all
    select
        'activities' as kpi_or_entity,
        'same_in_other_source' as reason,
        1 as n
    from {{ ref('int_calls__overlapping') }}
    union all
    select
        entity as kpi_or_entity,
        reason,
        1 as n
    from {{ ref('int_superseded_rows') }}
    union all
    select
        entity as kpi_or_entity,
        'old_version' as reason,
        1 as n
    from {{ ref('int_old_versions') }}
    union all
    select
        entity as kpi_or_entity,
        'unreadable_required' as reason,
        1 as n
    from refused_rows
    union all
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
    union all
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
    union all
    select
        'customer_retention' as kpi_or_entity,
        case
            when {{ audit_add_days('customers.first_sold_on', 'parameters.retention_window_days') }} > parameters.as_of
                then 'not_matured'
            when not customers.is_first_sale_known then 'first_purchase_may_be_earlier'
            when
                customers.first_sold_on < parameters.last_go_live
                and {{ audit_add_days('customers.first_sold_on', 'parameters.retention_window_days') }}
                > parameters.first_go_live
                then 'straddles_go_live'
        end as reason,
        1 as n
    from {{ ref('dim_customers') }} as customers
    cross join {{ ref('audit_parameters') }} as parameters
    where customers.first_sold_on is not null
    union all
    select
        kpis.kpi_or_entity,
        case
            when sales.is_cancelled then 'cancelled'
            when sales.is_return and kpis.kpi_or_entity = 'average_order' then 'return'
            when sales.amount is null then 'no_amount'
            when sales.is_foreign_currency then 'other_currency'
            when sales.sold_at is null then 'no_date'
        end as reason,
        1 as n
    from {{ ref('fct_sales') }} as sales
    cross join kpis_of_sales as kpis
    union all
    select
        'plan_attainment' as kpi_or_entity,
        case when not is_finest_level then 'plan_of_a_wider_group' when not is_over then 'period_not_over' end
            as reason,
        1 as n
    from {{ ref('plan_attainment') }}
    union all
    select
        'deals_per_manager_month' as kpi_or_entity,
        case when not is_month_over then 'month_not_over' when worked_share <= 0 then 'month_not_worked' end as reason,
        1 as n
    from {{ ref('manager_months') }}
    union all
    select
        kpis.kpi_or_entity,
        case
            when tickets.is_in_other_source then 'same_in_other_source'
            when kpis.kpi_or_entity = 'handling_time_hours' and not tickets.is_resolution_known
                then 'no_resolution_time'
            when tickets.has_time_defect then 'answer_before_request'
            when tickets.is_auto_closed and not tickets.is_answered then 'closed_by_the_system'
            when
                kpis.kpi_or_entity = 'first_response_in_sla'
                and not tickets.is_answered and tickets.wait_working_hours <= parameters.first_response_sla_hours
                then 'not_matured'
        end as reason,
        1 as n
    from {{ ref('fct_tickets') }} as tickets
    cross join kpis_of_tickets as kpis
    cross join {{ ref('audit_parameters') }} as parameters
    where kpis.kpi_or_entity <> 'first_response_in_sla' or parameters.first_response_sla_hours is not null
    union all
    select
        'missed_calls_returned' as kpi_or_entity,
        coalesce(exclusion, case when not is_matured then 'not_matured' end) as reason,
        1 as n
    from {{ ref('missed_calls') }}
    union all
    select
        'nps' as kpi_or_entity,
        case
            when respondent_type <> 'customer' then 'not_a_customer'
            when scale_min is null or scale_max is null or scale_min <> 0 or scale_max <> 10 then 'other_scale'
            when value is null then 'no_answer'
            when is_out_of_scale then 'out_of_range'
            when not is_latest_of_respondent then 'earlier_answer_of_the_month'
        end as reason,
        1 as n
    from {{ ref('fct_survey_responses') }}
    where question_kind = 'nps'
    union all
    select
        question_kind as kpi_or_entity,
        case
            when respondent_type <> 'customer' then 'not_a_customer'
            when scale_min is null or scale_max is null or scale_min >= scale_max then 'other_scale'
            when value is null then 'no_answer'
            when is_out_of_scale then 'out_of_range'
            when not is_latest_of_respondent then 'earlier_answer_of_the_month'
            when
                scale_min <> last_value(scale_min) over answers_in_time
                or scale_max <> last_value(scale_max) over answers_in_time
                then 'other_scale'
        end as reason,
        1 as n
    from {{ ref('fct_survey_responses') }}
    where question_kind in ('csat', 'ces')
    window
        answers_in_time as (
            partition by question_kind
            order by answered_at
            rows between unbounded preceding and unbounded following
        )
    union all
    {%- for reason, column in [
        ('not_by_a_person', 'n_conversations_not_by_human'), ('planned_ahead', 'n_planned_ahead'),
        ('no_time_of_day', 'n_without_time_of_day'),
    ] %}
    select
        'entry_delay_hours' as kpi_or_entity,
        '{{ reason }}' as reason,
        sum({{ column }}) as n
    from {{ ref('int_activity_days__by_user') }}
    union all
    {%- endfor %}
    select
        'weekly_active_users' as kpi_or_entity,
        case when not is_week_over then 'week_not_over' end as reason,
        1 as n
    from {{ ref('user_weeks') }}

)

select
    kpi_or_entity,
    reason,
    cast(sum(n) as bigint) as n
from reasons
where reason is not null and n > 0
group by kpi_or_entity, reason
