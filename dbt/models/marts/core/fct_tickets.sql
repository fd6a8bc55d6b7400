with cut as (

    select cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_at
    from {{ ref('audit_parameters') }}

),

in_time as (

    select
        tickets.*,
        cut.ends_at,
        coalesce(tickets.team_id, users.team_id) as team_name,
        case when tickets.first_response_at < cut.ends_at then tickets.first_response_at end as answered_at,
        case when tickets.resolved_at < cut.ends_at then tickets.resolved_at end as solved_at,
        max(tickets.resolved_at) over (partition by tickets.source_relation) is not null as tells_resolution
    from {{ ref('int_tickets__unified') }} as tickets
    cross join cut
    left join {{ ref('int_users__unified') }} as users
        on
            tickets.user_id = users.user_id
            and {{ audit_user_period('users', 'tickets.created_at') }}
    where tickets.created_at < cut.ends_at

),

teams_with_hours as (

    select distinct team_name
    from {{ source('settings', 'working_hours') }}

),

timed as (

    select
        in_time.*,
        coalesce(in_time.answered_at, in_time.solved_at, in_time.ends_at) as waited_until,
        coalesce(in_time.solved_at, in_time.ends_at) as handled_until,
        coalesce(teams_with_hours.team_name, '') as calendar_team
    from in_time
    left join teams_with_hours
        on in_time.team_name = teams_with_hours.team_name

),

durations as (

    select
        timed.*,
        {{ audit_elapsed_seconds('timed.created_at', 'timed.waited_until') }} / 3600.0 as wait_hours,
        (
            {{ audit_working_seconds('waited_day', 'timed.waited_until') }}
            - {{ audit_working_seconds('created_day', 'timed.created_at') }}
        ) / 3600.0 as wait_working_hours,
        {{ audit_elapsed_seconds('timed.created_at', 'timed.handled_until') }} / 3600.0 as handling_hours,
        (
            {{ audit_working_seconds('handled_day', 'timed.handled_until') }}
            - {{ audit_working_seconds('created_day', 'timed.created_at') }}
        ) / 3600.0 as handling_working_hours
    from timed
    left join {{ source('settings', 'working_hours') }} as created_day
        on
            timed.calendar_team = created_day.team_name
            and cast(timed.created_at as date) = created_day.day
    left join {{ source('settings', 'working_hours') }} as waited_day
        on
            timed.calendar_team = waited_day.team_name
            and cast(timed.waited_until as date) = waited_day.day
    left join {{ source('settings', 'working_hours') }} as handled_day
        on
            timed.calendar_team = handled_day.team_name
            and cast(timed.handled_until as date) = handled_day.day

)

select
    durations.ticket_id,
    durations.created_at,
    durations.channel,
    durations.priority,
    durations.user_id,
    durations.team_name as team_id,
    coalesce(customers.customer_id, durations.company_key) as customer_id,
    durations.answered_at as first_response_at,
    durations.solved_at as resolved_at,
    durations.status,
    durations.is_auto_closed,
    durations.merged_into_id,
    durations.answered_at is not null as is_answered,
    durations.solved_at is not null as is_resolved,
    case
        when durations.solved_at is not null then true
        when {{ is_done_status('durations.status') }} then false
        else durations.tells_resolution
    end as is_resolution_known,
    cast(durations.wait_hours as {{ double_type() }}) as wait_hours,
    cast(coalesce(durations.wait_working_hours, durations.wait_hours) as {{ double_type() }}) as wait_working_hours,
    cast(coalesce(durations.handling_working_hours, durations.handling_hours) as {{ double_type() }})
        as handling_working_hours,
    {{ audit_days_between('durations.created_at', 'durations.solved_at') }} as days_to_resolve,
    coalesce(durations.answered_at < durations.created_at, false)
    or coalesce(durations.solved_at < durations.created_at, false) as has_time_defect,
    twins.record_id is not null as is_in_other_source,
    durations.source_relation,
    durations._file_id,
    durations._row_number
from durations
left join {{ ref('int_customers__unified') }} as customers
    on durations.company_key = customers.company_key
left join {{ ref('int_requests__overlapping') }} as twins
    on
        durations.ticket_id = twins.record_id
        and twins.entity = 'ticket'
