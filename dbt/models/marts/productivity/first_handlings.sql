-- Who handled a request first. Requests are tickets; where the data hold no tickets at all, incoming contacts, of which
-- those of one customer on one day are one request.
with parameters as (

    select
        as_of,
        cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_at
    from {{ ref('audit_parameters') }}

),

service_accounts as (

    select user_id
    from {{ ref('dim_users') }}
    where is_service_account

),

staff as (

    select distinct user_id
    from {{ ref('int_employment_periods__unified') }}

),

-- A robot that answers at once is not the one who handles: a person goes before every account that is none.
actors as (

    select
        actions.ticket_id,
        actions.user_id,
        actions.first_acted_at,
        row_number() over (
            partition by actions.ticket_id
            order by
                case when service_accounts.user_id is null then 0 else 1 end asc,
                actions.first_acted_at asc, actions.user_id asc
        ) as place
    from {{ ref('int_ticket_actions__by_user') }} as actions
    cross join parameters
    left join service_accounts
        on actions.user_id = service_accounts.user_id
    where actions.first_acted_at < parameters.ends_at

),

tickets as (

    select
        tickets.ticket_id as request_id,
        'ticket' as kind,
        case when actors.user_id is null then 'owner' else 'first_action' end as basis,
        coalesce(actors.user_id, tickets.user_id) as user_id,
        tickets.team_id as team_of_request,
        tickets.channel,
        tickets.created_at as requested_at,
        coalesce(
            actors.first_acted_at, tickets.first_response_at, tickets.resolved_at, tickets.created_at
        ) as handled_at,
        case
            when tickets.is_in_other_source then 'same_in_other_source'
            when tickets.merged_into_id is not null or {{ is_merged_status('tickets.status') }} then 'merged'
            when tickets.is_auto_closed and not tickets.is_answered then 'closed_by_the_system'
            when
                actors.user_id is null and not tickets.is_answered and not tickets.is_resolved
                and not {{ is_done_status('tickets.status') }}
                then 'not_handled'
        end as exclusion
    from {{ ref('fct_tickets') }} as tickets
    left join actors
        on
            tickets.ticket_id = actors.ticket_id
            and actors.place = 1

),

is_any_ticket as (

    select count(*) as n_tickets
    from {{ ref('fct_tickets') }}

),

contacts as (

    select
        activities.activity_id as request_id,
        'contact' as kind,
        'first_action' as basis,
        activities.user_id,
        cast(null as varchar) as team_of_request,
        case activities.type when 'call' then 'phone' else activities.type end as channel,
        activities.occurred_at as requested_at,
        activities.occurred_at as handled_at,
        activities.is_missed is true or activities.author_type <> 'human' as is_without_person,
        activities.is_missed is true as is_missed,
        row_number() over (
            partition by
                coalesce(
                    activities.deal_id, activities.lead_id, activities.company_key, activities.phone_key,
                    activities.activity_id
                ),
                cast(activities.occurred_at as date)
            order by
                case when activities.is_missed is true or activities.author_type <> 'human' then 1 else 0 end asc,
                activities.occurred_at asc, activities.activity_id asc
        ) as place
    from {{ ref('int_activities__unified') }} as activities
    cross join parameters
    cross join is_any_ticket
    where
        is_any_ticket.n_tickets = 0
        and activities.direction = 'in'
        and activities.type in ('call', 'email', 'chat')
        and not activities.is_internal
        and activities.occurred_at < parameters.ends_at

),

requests as (

    select * from tickets
    union all
    select
        request_id,
        kind,
        basis,
        user_id,
        team_of_request,
        channel,
        requested_at,
        handled_at,
        case
            when place > 1 then 'repeat_contact_of_the_day'
            when is_missed then 'not_handled'
            when is_without_person then 'not_by_a_person'
        end as exclusion
    from contacts

),

is_any_staff as (

    select count(*) as n_people
    from staff

)

select
    requests.request_id,
    requests.kind,
    requests.basis,
    requests.user_id,
    coalesce(users.team_id, requests.team_of_request) as team_id,
    requests.channel,
    requests.requested_at,
    requests.handled_at,
    case
        when requests.exclusion is not null then requests.exclusion
        when requests.user_id is null then 'nobody_named'
        when service_accounts.user_id is not null then 'service_account'
        when staff.user_id is null and is_any_staff.n_people > 0 then 'not_on_staff_list'
    end as exclusion
from requests
cross join is_any_staff
left join service_accounts
    on requests.user_id = service_accounts.user_id
left join staff
    on requests.user_id = staff.user_id
left join {{ ref('int_users__unified') }} as users
    on
        requests.user_id = users.user_id
        and {{ audit_user_period('users', 'requests.handled_at') }}
