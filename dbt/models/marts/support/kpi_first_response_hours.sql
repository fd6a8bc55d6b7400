{{ kpi(
    label={'ru': 'Время первого ответа', 'en': 'First response time'},
    short={'ru': 'Первый ответ', 'en': 'First response'},
    unit='hours',
    better='lower',
    statistic='km_median',
    bounds=[0, 8760],
    materiality=0.05,
    area='support',
    inputs=['tickets'],
    code='K08',
    by_customer=true,
    resolution=0.1,
    definition={
        'ru': 'Медиана часов от обращения до первого ответа человека; часы идут только в рабочее время календаря команды (рабочие дни и часы из audit.yml; без часов — круглые сутки рабочих дней). Обращения без ответа учтены как ожидающие (Каплан — Мейер). Ответ раньше обращения — ошибка часов, такое обращение не входит.',
        'en': 'Median hours from the request to the first answer of a person; hours run in the working time of the calendar of the team only (working days and hours of audit.yml; without hours, working days around the clock). Unanswered requests count as still waiting (Kaplan–Meier). An answer before the request is a clock error, and that request is left out.',
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
    wait_working_hours as value,
    cast(1 as {{ double_type() }}) as weight,
    is_answered as is_complete
from {{ ref('fct_tickets') }}
where
    not has_time_defect
    and is_in_other_source is not true
    and not (is_auto_closed and not is_answered)
