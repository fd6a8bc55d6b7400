with parameters as (

    select
        as_of,
        {{ audit_add_days('as_of', 1) }} as as_of_next
    from {{ ref('audit_parameters') }}

),

active_days as (

    select
        user_id,
        active_on
    from {{ ref('int_activity_days__by_user') }}
    where n_by_hand > 0

),

login_days as (

    select
        user_id,
        cast(started_at as date) as active_on
    from {{ ref('fct_crm_sessions') }}
    group by user_id, cast(started_at as date)

),

evidence as (

    select count(*) as n_days
    from active_days

),

-- A login alone is a weak sign of use: logins count only where the data hold no activities at all.
used_days as (

    select * from active_days
    union all
    select login_days.*
    from login_days
    cross join evidence
    where evidence.n_days = 0

),

used_weeks as (

    select
        user_id,
        {{ audit_week('active_on') }} as week,
        count(*) as n_active_days
    from used_days
    group by user_id, {{ audit_week('active_on') }}

),

recorded as (

    select
        min(week) as first_week,
        max(week) as last_week
    from used_weeks

),

first_use as (

    select
        user_id,
        min(week) as first_week,
        max(week) as last_week
    from used_weeks
    group by user_id

),

leavers as (

    select
        user_id,
        min(started_on) as started_on,
        case when count(*) = count(ended_on) then max(ended_on) end as ended_on
    from {{ ref('int_employment_periods__unified') }}
    group by user_id

),

licensed as (

    select
        users.user_id,
        coalesce(
            {{ audit_week('users.account_created_at') }}, {{ audit_week('leavers.started_on') }}, first_use.first_week
        ) as first_week,
        case
            when leavers.ended_on is not null then {{ audit_week('leavers.ended_on') }}
            when users.is_active is false then first_use.last_week
        end as last_week
    from {{ ref('dim_users') }} as users
    left join first_use
        on users.user_id = first_use.user_id
    left join leavers
        on users.user_id = leavers.user_id
    where users.is_service_account is not true

),

weeks as (

    select distinct {{ audit_week('days.day') }} as week
    from ({{ audit_days('first_week', 'last_week', 'recorded') }}) as days

)

select
    licensed.user_id,
    users.team_id,
    weeks.week,
    cast(coalesce(used_weeks.n_active_days, 0) as integer) as n_active_days,
    {{ audit_add_days('weeks.week', 7) }} <= parameters.as_of_next as is_week_over
from licensed
inner join weeks
    on
        licensed.first_week <= weeks.week
        and (licensed.last_week is null or licensed.last_week >= weeks.week)
cross join parameters
left join used_weeks
    on
        licensed.user_id = used_weeks.user_id
        and weeks.week = used_weeks.week
left join {{ ref('int_users__unified') }} as users
    on
        licensed.user_id = users.user_id
        and {{ audit_user_period('users', 'weeks.week') }}
