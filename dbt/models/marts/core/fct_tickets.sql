with working_time as (

    select
        day,
        case when is_working then 1 else 0 end as is_working,
        sum(case when is_working then 1 else 0 end) over (
            order by day rows between unbounded preceding and 1 preceding
        ) as working_days_before
    from {{ source('settings', 'working_days') }}

),

in_time as (

    select
        tickets.*,
        case
            when tickets.first_response_at < {{ audit_add_days('parameters.as_of', 1) }} then tickets.first_response_at
        end as answered_at,
        case
            when tickets.resolved_at < {{ audit_add_days('parameters.as_of', 1) }} then tickets.resolved_at
        end as solved_at,
        coalesce(
            case
                when tickets.first_response_at < {{ audit_add_days('parameters.as_of', 1) }}
                    then tickets.first_response_at
            end,
            case
                when tickets.resolved_at < {{ audit_add_days('parameters.as_of', 1) }} then tickets.resolved_at
            end,
            cast({{ audit_add_days('parameters.as_of', 1) }} as timestamp)
        ) as waited_until
    from {{ ref('int_tickets__unified') }} as tickets
    cross join {{ ref('audit_parameters') }} as parameters
    where tickets.created_at < {{ audit_add_days('parameters.as_of', 1) }}

),

waits as (

    select
        in_time.*,
        {{ audit_elapsed_seconds('created_at', 'waited_until') }} / 3600.0 as wait_hours,
        24 * (coalesce(until_day.working_days_before, 0) - coalesce(from_day.working_days_before, 0))
        + until_day.is_working * {{ audit_elapsed_seconds("date_trunc('day', waited_until)", 'waited_until') }} / 3600.0
        - from_day.is_working * {{ audit_elapsed_seconds("date_trunc('day', created_at)", 'created_at') }} / 3600.0
            as wait_working_hours
    from in_time
    left join working_time as from_day
        on cast(in_time.created_at as date) = from_day.day
    left join working_time as until_day
        on cast(in_time.waited_until as date) = until_day.day

)

select
    waits.ticket_id,
    waits.created_at,
    waits.channel,
    waits.priority,
    waits.user_id,
    coalesce(waits.team_id, users.team_id) as team_id,
    coalesce(customers.customer_id, waits.company_key) as customer_id,
    waits.answered_at as first_response_at,
    waits.solved_at as resolved_at,
    waits.status,
    waits.is_auto_closed,
    waits.answered_at is not null as is_answered,
    cast(waits.wait_hours as {{ double_type() }}) as wait_hours,
    cast(coalesce(waits.wait_working_hours, waits.wait_hours) as {{ double_type() }}) as wait_working_hours,
    {{ audit_days_between('waits.created_at', 'waits.solved_at') }} as days_to_resolve,
    coalesce(waits.answered_at < waits.created_at, false)
    or coalesce(waits.solved_at < waits.created_at, false) as has_time_defect,
    waits.source_relation,
    waits._file_id,
    waits._row_number
from waits
left join {{ ref('int_customers__unified') }} as customers
    on waits.company_key = customers.company_key
left join {{ ref('int_users__unified') }} as users
    on
        waits.user_id = users.user_id
        and {{ audit_user_period('users', 'waits.created_at') }}
