{{ kpi(
    label={'ru': 'Доля автоматизированных задач', 'en': 'Share of automated tasks'},
    short={'ru': 'Автоматизация', 'en': 'Automation'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='automation',
    inputs=['activities'],
    code='K10',
    definition={
        'ru': 'Доля завершённых типовых задач (уведомление, счёт, назначение, напоминание, контроль договора), которые завершил робот. Задача, которую робот только создал или человек за сутки переделал, не считается автоматизированной.',
        'en': 'Share of completed routine tasks (notification, invoice, assignment, follow-up, contract control) that a robot completed. A task that a robot only created, or that a person did over again within a day, does not count as automated.',
    },
) }}

select
    activity_id as entity_id,
    user_id,
    team_id,
    case when task_kind <> 'unknown' then task_kind end as channel,
    user_id as cluster_id,
    done_at as observed_at,
    cast(case when is_automated then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    is_automated is not null as is_complete
from {{ ref('routine_tasks') }}
where is_routine
