{{ kpi(
    label={'ru': 'Задержка внесения в CRM', 'en': 'Entry delay'},
    short={'ru': 'Задержка внесения', 'en': 'Entry delay'},
    unit='hours',
    better='lower',
    statistic='median',
    bounds=[0, 8760],
    materiality=0.05,
    area='data_quality',
    inputs=['activities'],
    code='K27',
    resolution=0.1,
    definition={
        'ru': 'Медиана часов от события (звонок, встреча, письмо) до записи о нём, внесённой человеком. Не входят записи роботов и интеграций, задачи, события без времени суток, запланированное заранее и перенесённое в день запуска.',
        'en': 'Median hours from an event (call, meeting, e-mail) to its record by a person. Records of robots and integrations, tasks, events without a time of day, events planned ahead and those carried over on the go-live day are left out.',
    },
) }}

select
    activities.activity_id as entity_id,
    activities.user_id,
    activities.team_id,
    activities.type as channel,
    activities.user_id as cluster_id,
    activities.occurred_at as observed_at,
    cast({{ audit_elapsed_seconds('activities.occurred_at', 'activities.created_at') }} as {{ double_type() }}) / 3600
        as value,
    cast(1 as {{ double_type() }}) as weight,
    true as is_complete
from {{ ref('fct_activities') }} as activities
cross join {{ ref('audit_parameters') }} as parameters
where
    activities.author_type = 'human'
    and activities.type in ('call', 'meeting', 'email', 'chat')
    and activities.created_at >= activities.occurred_at
    and activities.occurred_at <> date_trunc('day', activities.occurred_at)
    and not coalesce(
        cast(activities.created_at as date) = parameters.first_go_live
        and cast(activities.occurred_at as date) < parameters.first_go_live,
        false
    )
