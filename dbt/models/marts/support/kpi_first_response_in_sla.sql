{{ kpi(
    label={'ru': 'Ответ в срок SLA', 'en': 'First response within the SLA'},
    short={'ru': 'Ответ в срок', 'en': 'Response in SLA'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='support',
    inputs=['tickets'],
    code='K08',
    by_customer=true,
    definition={
        'ru': 'Доля обращений, на которые человек ответил не позже срока из audit.yml (kpi.first_response_sla_hours), в рабочих часах календаря команды. Обращение без ответа, ждущее дольше срока, — нарушение; ждущее меньше срока ещё не досмотрено. Ответ раньше обращения — ошибка часов, такое обращение не входит; не входят и закрытые системой без ответа человека. Без срока в audit.yml показатель не рассчитан.',
        'en': "Share of requests that a person answered within the limit of audit.yml (kpi.first_response_sla_hours), in working hours of the calendar of the team. An unanswered request that has waited for longer is a breach; one that has waited for less is not complete. An answer before the request is a clock error, and that request is left out, as is one that the system closed without a person's answer. Without a limit in audit.yml nothing is computed.",
    },
) }}

select
    tickets.ticket_id as entity_id,
    tickets.user_id,
    tickets.team_id,
    tickets.channel,
    tickets.customer_id,
    tickets.user_id as cluster_id,
    tickets.created_at as observed_at,
    cast(
        case
            when tickets.is_answered and tickets.wait_working_hours <= parameters.first_response_sla_hours then 1
            else 0
        end as {{ double_type() }}
    ) as value,
    cast(1 as {{ double_type() }}) as weight,
    tickets.is_answered or tickets.wait_working_hours > parameters.first_response_sla_hours as is_complete
from {{ ref('fct_tickets') }} as tickets
cross join {{ ref('audit_parameters') }} as parameters
where
    parameters.first_response_sla_hours is not null
    and not tickets.has_time_defect
    and tickets.is_in_other_source is not true
    and not (tickets.is_auto_closed and not tickets.is_answered)
