with parameters as (

    select * from {{ ref('audit_parameters') }}

),

closings as (

    select
        user_id,
        {{ audit_month('closed_at') }} as month,
        sum(case when is_won then 1 else 0 end) as n_won,
        min(team_id) as team_id
    from {{ ref('fct_deals') }}
    where
        is_kpi_eligible
        and not is_open
        and user_id is not null
        and closed_at is not null
    group by user_id, {{ audit_month('closed_at') }}

),

managers as (

    select
        user_id,
        min(month) as first_month,
        max(month) as last_month
    from closings
    group by user_id

),

extent as (

    select
        min(first_month) as first_month,
        max(last_month) as last_month
    from managers

),

months as (

    select distinct {{ audit_month('days.day') }} as month
    from ({{ audit_days('first_month', 'last_month', 'extent') }}) as days

),

roster as (

    select
        periods.user_id,
        months.month,
        sum(
            periods.position_share * (
                {{ audit_calendar_days(
                    'greatest(periods.started_on, months.month)',
                    'least(coalesce(' ~ audit_add_days('periods.ended_on', 1) ~ ', ' ~ audit_next_month('months.month') ~ '), '
                    ~ audit_next_month('months.month') ~ ')'
                ) }}
            ) * 1.0 / {{ audit_calendar_days('months.month', audit_next_month('months.month')) }}
        ) as worked_share
    from {{ ref('int_employment_periods__unified') }} as periods
    inner join managers
        on periods.user_id = managers.user_id
    inner join months
        on
            periods.started_on < {{ audit_next_month('months.month') }}
            and (periods.ended_on is null or periods.ended_on >= months.month)
    group by periods.user_id, months.month

),

active_months as (

    select
        days.user_id,
        {{ audit_month('days.active_on') }} as month,
        count(*) as n_days
    from {{ ref('int_activity_days__by_user') }} as days
    inner join managers
        on days.user_id = managers.user_id
    where days.n_by_human > 0
    group by days.user_id, {{ audit_month('days.active_on') }}

),

evidence as (

    select
        (select count(*) from roster) as n_roster,
        (select count(*) from active_months) as n_active

),

worked as (

    select
        user_id,
        month,
        worked_share,
        'roster' as basis
    from roster
    union all
    select
        active_months.user_id,
        active_months.month,
        1.0 as worked_share,
        'activities' as basis
    from active_months
    inner join months
        on active_months.month = months.month
    cross join evidence
    where
        evidence.n_roster = 0
        and active_months.n_days >= 5
    union all
    select
        managers.user_id,
        months.month,
        1.0 as worked_share,
        'closings' as basis
    from managers
    inner join months
        on months.month between managers.first_month and managers.last_month
    cross join evidence
    where
        evidence.n_roster = 0
        and evidence.n_active = 0

)

select
    coalesce(worked.user_id, closings.user_id) as user_id,
    coalesce(closings.team_id, users.team_id) as team_id,
    coalesce(worked.month, closings.month) as month,
    cast(coalesce(closings.n_won, 0) as integer) as n_won,
    cast(coalesce(worked.worked_share, 0) as {{ double_type() }}) as worked_share,
    coalesce(worked.basis, 'none') as basis,
    {{ audit_next_month('coalesce(worked.month, closings.month)') }}
    <= {{ audit_add_days('parameters.as_of', 1) }} as is_month_over
from worked
full outer join closings
    on
        worked.user_id = closings.user_id
        and worked.month = closings.month
cross join parameters
left join {{ ref('int_users__unified') }} as users
    on
        coalesce(worked.user_id, closings.user_id) = users.user_id
        and {{ audit_user_period('users', 'coalesce(worked.month, closings.month)') }}
