-- Use of the CRM by the age of its launch in the team of the user, in whole weeks that are over.
with spans as (
    {%- for first, last in [(1, 4), (5, 8), (9, 13), (14, 26), (27, 52), (53, 5000)] %}
    select
        {{ first }} as first_week,
        {{ last }} as last_week
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

aged as (

    select
        weeks.user_id,
        weeks.n_active_days,
        parameters.suppress_people_below,
        cast(
            floor(
                {{ audit_calendar_days(
                    audit_week('coalesce(teams.go_live_on, parameters.first_go_live)'), 'weeks.week'
                ) }} / 7.0
            ) as integer
        ) + 1 as week_number
    from {{ ref('user_weeks') }} as weeks
    cross join {{ ref('audit_parameters') }} as parameters
    left join {{ ref('dim_teams') }} as teams
        on weeks.team_id = teams.team_id
    where
        weeks.is_week_over
        and weeks.week >= coalesce(teams.go_live_on, parameters.first_go_live)

)

select
    spans.first_week,
    spans.last_week,
    cast(count(*) as integer) as n_user_weeks,
    cast(count(distinct aged.user_id) as integer) as n_users,
    avg(case when aged.n_active_days > 0 then 1.0 else 0.0 end) as active_share,
    avg(cast(aged.n_active_days as {{ double_type() }})) as mean_active_days,
    count(distinct aged.user_id) >= max(aged.suppress_people_below) as is_shown
from aged
inner join spans
    on aged.week_number between spans.first_week and spans.last_week
group by spans.first_week, spans.last_week
