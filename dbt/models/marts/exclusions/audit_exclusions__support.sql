with kpis_of_tickets as (

    {{ kpi_names(['first_response_hours', 'first_response_in_sla', 'handling_time_hours']) }}

),

reasons as (

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

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
