-- Use of the CRM in the four whole weeks after a person's first training against the four before. Only of people who
-- had access, in a team that had the CRM, in all eight of these weeks: of the others there is nothing to compare.
with first_trained as (

    select
        user_id,
        min(trained_on) as trained_on
    from {{ ref('fct_training_events') }}
    where trained_on is not null
    group by user_id

),

around as (

    select
        first_trained.user_id,
        first_trained.trained_on,
        weeks.n_active_days,
        weeks.week > first_trained.trained_on as is_after
    from first_trained
    inner join {{ ref('user_weeks') }} as weeks
        on first_trained.user_id = weeks.user_id
    cross join {{ ref('audit_parameters') }} as parameters
    left join {{ ref('dim_teams') }} as teams
        on weeks.team_id = teams.team_id
    where
        weeks.is_week_over
        and weeks.week >= coalesce(teams.go_live_on, parameters.first_go_live, weeks.week)
        and weeks.week <> {{ audit_week('first_trained.trained_on') }}
        and weeks.week >= {{ audit_add_days(audit_week('first_trained.trained_on'), -28) }}
        and weeks.week <= {{ audit_add_days(audit_week('first_trained.trained_on'), 28) }}

)

select
    user_id,
    trained_on,
    cast(sum(case when is_after then 0 else n_active_days end) as {{ double_type() }}) / 4 as days_before,
    cast(sum(case when is_after then n_active_days else 0 end) as {{ double_type() }}) / 4 as days_after
from around
group by user_id, trained_on
having count(*) = 8
