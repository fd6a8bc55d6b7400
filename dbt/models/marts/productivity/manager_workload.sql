-- The open work of everybody who is here on the last day of data, against what they finished in the last 13 weeks.
with parameters as (

    select
        as_of,
        cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_at,
        cast({{ audit_add_days('as_of', -90) }} as timestamp) as recent_from
    from {{ ref('audit_parameters') }}

),

employed as (

    select distinct periods.user_id
    from {{ ref('int_employment_periods__unified') }} as periods
    cross join parameters
    where
        periods.started_on <= parameters.as_of
        and (periods.ended_on is null or periods.ended_on > parameters.as_of)

),

people as (

    select
        users.user_id,
        users.team_id
    from {{ ref('dim_users') }} as users
    left join employed
        on users.user_id = employed.user_id
    where
        users.is_service_account is not true
        and users.is_active is not false
        and (
            employed.user_id is not null
            or not exists (select 1 from {{ ref('int_employment_periods__unified') }})
        )

),

work as (

    select
        deals.current_user_id as user_id,
        'deals' as kind,
        1 as n_open,
        0 as n_finished
    from {{ ref('fct_deals') }} as deals
    where
        deals.is_open
        and deals.is_kpi_eligible
    union all
    select
        deals.user_id,
        'deals' as kind,
        0 as n_open,
        1 as n_finished
    from {{ ref('fct_deals') }} as deals
    cross join parameters
    where
        deals.is_kpi_eligible
        and deals.closed_at >= parameters.recent_from
        and deals.closed_at < parameters.ends_at
    union all
    select
        activities.user_id,
        'tasks' as kind,
        case when activities.is_completed is false then 1 else 0 end as n_open,
        case
            when
                activities.is_completed
                and activities.is_completed_automatically is not true
                and coalesce(activities.completed_at, activities.occurred_at) >= parameters.recent_from
                then 1
            else 0
        end as n_finished
    from {{ ref('fct_activities') }} as activities
    cross join parameters
    where activities.type = 'task'
    union all
    select
        tickets.user_id,
        'tickets' as kind,
        case
            when
                tickets.is_resolved or {{ is_done_status('tickets.status') }}
                or tickets.merged_into_id is not null or {{ is_merged_status('tickets.status') }}
                then 0
            else 1
        end as n_open,
        case when tickets.resolved_at >= parameters.recent_from then 1 else 0 end as n_finished
    from {{ ref('fct_tickets') }} as tickets
    cross join parameters
    where tickets.is_in_other_source is not true

)

select
    people.user_id,
    people.team_id,
    work.kind,
    cast(sum(work.n_open) as integer) as n_open,
    cast(sum(work.n_finished) as integer) as n_finished,
    cast(13 as integer) as n_weeks
from people
inner join work
    on people.user_id = work.user_id
group by people.user_id, people.team_id, work.kind
having sum(work.n_open) + sum(work.n_finished) > 0
