{{ kpi(
    label={'ru': 'Время решения обращения', 'en': 'Handling time'},
    short={'ru': 'Решение обращения', 'en': 'Handling time'},
    unit='hours',
    better='lower',
    statistic='km_median',
    bounds=[0, 26280],
    materiality=0.05,
    area='support',
    inputs=['tickets'],
    code='K09',
    by_customer=true,
    resolution=0.1,
    definition={
        'ru': 'Медиана рабочих часов от обращения до решения по календарю команды (рабочие дни и часы из audit.yml, без часов — круглые сутки рабочих дней). Нерешённые обращения учтены как ещё открытые (Каплан — Мейер). Решение раньше обращения — ошибка часов, такое обращение не входит; не входят и закрытые системой без ответа человека. Обращения, о решении которых выгрузка не говорит (закрыты без времени решения, или времени решения в ней нет вовсе), не входят. Паузы ожидания клиента не вычитаются.',
        'en': "Median working hours from the request to its resolution, by the calendar of the team (working days and hours of audit.yml; without hours, working days around the clock). Unresolved requests count as still open (Kaplan–Meier). A resolution before the request is a clock error, and that request is left out, as is one that the system closed without a person's answer. Requests whose export does not tell the resolution (closed without its time, or no such time in the whole export) are left out. Time spent waiting for the customer is not deducted.",
    },
) }}

select
    ticket_id as entity_id,
    user_id,
    team_id,
    channel,
    customer_id,
    user_id as cluster_id,
    created_at as observed_at,
    handling_working_hours as value,
    cast(1 as {{ double_type() }}) as weight,
    is_resolved as is_complete
from {{ ref('fct_tickets') }}
where
    is_resolution_known
    and is_in_other_source is not true
    and not has_time_defect
    and not (is_auto_closed and not is_answered)
