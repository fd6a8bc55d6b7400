{{ kpi(
    label={'ru': 'Еженедельно работающие в CRM', 'en': 'Weekly active users'},
    short={'ru': 'Активные за неделю', 'en': 'Weekly active'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='adoption',
    inputs=['activities', 'crm_sessions'],
    code='K16',
    definition={
        'ru': 'Доля пользователей с доступом, внёсших за неделю хотя бы одну активность своими руками; учётные записи роботов и интеграций не входят, уволенные — до увольнения. Если активностей в данных нет вовсе, считаются входы в CRM. Недели до запуска CRM в отделе не считаются: работать было негде.',
        'en': 'Share of users with access who entered at least one activity by hand in the week; accounts of robots and integrations are left out, leavers count until they left. Where the data hold no activities at all, logins count. Weeks before the CRM went live in the team do not count: there was nothing to use.',
    },
) }}

select
    weeks.user_id || '/' || cast(weeks.week as varchar) as entity_id,
    weeks.user_id,
    weeks.team_id,
    cast(null as varchar) as channel,
    weeks.user_id as cluster_id,
    cast(weeks.week as timestamp) as observed_at,
    cast(case when weeks.n_active_days > 0 then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    weeks.is_week_over as is_complete
from {{ ref('user_weeks') }} as weeks
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('dim_teams') }} as teams
    on weeks.team_id = teams.team_id
where weeks.week >= coalesce(teams.go_live_on, parameters.first_go_live, weeks.week)
