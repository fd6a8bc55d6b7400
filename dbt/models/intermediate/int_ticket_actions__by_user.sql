-- Who did something about a ticket, and when first: by events of tickets, and by lists that name who answered first.
-- Making and assigning a ticket is no work on it.
with events as (

    {{ audit_union('ticket_event', audit_staging_models('ticket_event'), superseded=false) | indent(4) }}

),

actions as (

    select
        {{ audit_id('ticket_id', 'events') }} as ticket_id,
        {{ audit_user_id('events') }} as user_id,
        occurred_at
    from events
    where
        coalesce(event, 'other') not in (
            'created', 'opened', 'assigned', 'создана', 'создан', 'назначена', 'назначен'
        )
    union all
    select
        ticket_id,
        first_user_id as user_id,
        coalesce(first_response_at, resolved_at, created_at) as occurred_at
    from {{ ref('int_tickets__unified') }}

)

select
    ticket_id,
    user_id,
    min(occurred_at) as first_acted_at
from actions
where
    ticket_id is not null
    and user_id is not null
    and occurred_at is not null
group by ticket_id, user_id
