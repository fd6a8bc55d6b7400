-- The requests of those who handle any, against their working days: days of the calendar of their team on which they
-- were employed and not absent. Without a staff list, from the month of their first to that of their last request.
with parameters as (

    select as_of from {{ ref('audit_parameters') }}

),

handled as (

    select
        user_id,
        {{ audit_month('handled_at') }} as month,
        count(*) as n_requests,
        sum(case when basis = 'owner' then 1 else 0 end) as n_by_owner,
        min(team_id) as team_id
    from {{ ref('first_handlings') }}
    where exclusion is null
    group by user_id, {{ audit_month('handled_at') }}

),

handlers as (

    select
        user_id,
        min(month) as first_month,
        max(month) as last_month,
        min(min(month)) over () as first_month_of_all
    from handled
    group by user_id

),

roster as (

    select * from {{ ref('int_employment_periods__unified') }}

),

periods as (

    select
        roster.user_id,
        roster.started_on,
        roster.ended_on,
        roster.position_share
    from roster
    union all
    select
        handlers.user_id,
        handlers.first_month as started_on,
        {{ audit_add_days(audit_next_month('handlers.last_month'), -1) }} as ended_on,
        1.0 as position_share
    from handlers
    where (select count(*) from roster) = 0

),

teams_with_hours as (

    select distinct team_name
    from {{ source('settings', 'working_hours') }}

),

employed_days as (

    select
        handlers.user_id,
        days.day,
        days.team_name,
        max(periods.position_share) as position_share
    from handlers
    inner join periods
        on handlers.user_id = periods.user_id
    inner join {{ source('settings', 'working_hours') }} as days
        on
            periods.started_on <= days.day
            and (periods.ended_on is null or periods.ended_on >= days.day)
            and handlers.first_month_of_all <= days.day
    cross join parameters
    left join {{ ref('int_users__unified') }} as users
        on
            handlers.user_id = users.user_id
            and {{ audit_user_period('users', 'days.day') }}
    left join teams_with_hours
        on users.team_id = teams_with_hours.team_name
    where
        days.day <= parameters.as_of
        and days.team_name = coalesce(teams_with_hours.team_name, '')
        and (days.closes > days.opens or days.closes_again > days.opens_again)
    group by handlers.user_id, days.day, days.team_name

),

worked as (

    select
        employed_days.user_id,
        {{ audit_month('employed_days.day') }} as month,
        sum(employed_days.position_share) as working_days
    from employed_days
    left join {{ ref('int_absences__unified') }} as absences
        on
            employed_days.user_id = absences.user_id
            and employed_days.day >= absences.started_on
            and (absences.ended_on is null or employed_days.day <= absences.ended_on)
    where absences.user_id is null
    group by employed_days.user_id, {{ audit_month('employed_days.day') }}

)

select
    coalesce(worked.user_id, handled.user_id) as user_id,
    coalesce(handled.team_id, users.team_id) as team_id,
    coalesce(worked.month, handled.month) as month,
    cast(coalesce(handled.n_requests, 0) as integer) as n_requests,
    cast(coalesce(handled.n_by_owner, 0) as integer) as n_by_owner,
    cast(coalesce(worked.working_days, 0) as {{ double_type() }}) as working_days,
    {{ audit_next_month('coalesce(worked.month, handled.month)') }}
    <= {{ audit_add_days('parameters.as_of', 1) }} as is_month_over
from worked
full outer join handled
    on
        worked.user_id = handled.user_id
        and worked.month = handled.month
cross join parameters
left join {{ ref('int_users__unified') }} as users
    on
        coalesce(worked.user_id, handled.user_id) = users.user_id
        and {{ audit_user_period('users', 'coalesce(worked.month, handled.month)') }}
