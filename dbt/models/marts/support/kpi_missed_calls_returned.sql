{{ kpi(
    label={'ru': 'Перезвонили в течение суток', 'en': 'Missed calls returned in a day'},
    short={'ru': 'Перезвонили за сутки', 'en': 'Missed calls returned'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='support',
    inputs=['activities'],
    code='K28',
    definition={
        'ru': 'Доля пропущенных входящих звонков, после которых любой сотрудник поговорил с тем же клиентом (или с тем же номером) по телефону не позже чем через 24 часа; исходящий без ответа и звонок робота — не разговор. Несколько пропущенных звонков одного клиента до разговора, каждый не позже суток после предыдущего, — одна попытка, срок идёт от первого. Внутренние звонки, звонки без номера и без времени суток не входят; попытки моложе 24 часов не досмотрены. Если состоявшихся исходящих звонков в данных нет вовсе, увидеть перезвон нельзя: показатель не рассчитан.',
        'en': 'Share of missed incoming calls after which anybody of the company spoke with the same customer (or the same number) on the phone within 24 hours; an unanswered outgoing call and a call by a robot are no conversation. Several missed calls of one customer before that, each within a day of the one before, are one attempt, timed from the first. Internal calls, calls without a number and without a time of day are left out; attempts younger than 24 hours are not complete. Where the data hold no answered outgoing call at all, a return could not be seen, and nothing is computed.',
    },
) }}

select
    activity_id as entity_id,
    user_id,
    team_id,
    'phone' as channel,
    caller_id as cluster_id,
    occurred_at as observed_at,
    cast(case when is_returned_in_a_day then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    is_matured as is_complete
from {{ ref('missed_calls') }}
where exclusion is null
