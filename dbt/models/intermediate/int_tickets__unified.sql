with listed as (

    {{ audit_union('ticket', audit_staging_models('ticket')) | indent(4) }}

),

-- The one who answered first, as audit_union finds the person behind user_id.
every_row as (

    select
        listed.*,
        coalesce(people.person_key, listed.first_user_key) as first_person_key
    from listed
    left join {{ ref('int_people__matched') }} as people
        on
            listed.first_user_key = people.user_key
            and listed.source_relation = people.source_relation

),

events as (

    {{ audit_union('ticket_event', audit_staging_models('ticket_event'), superseded=false) | indent(4) }}

),

tickets_of_events as (

    select
        source_relation,
        ticket_id,
        min(occurred_at) as created_at,
        min(case when event = 'first_response' then occurred_at end) as first_response_at,
        min(case when event = 'resolved' then occurred_at end) as resolved_at,
        max(case when event = 'closed' then occurred_at end) as closed_at,
        {{ audit_last_value('user_id', 'occurred_at') }} as user_id,
        {{ audit_first_value('company_key', 'occurred_at') }} as company_key,
        {{ audit_first_value('channel', 'occurred_at') }} as channel,
        {{ audit_first_value('priority', 'occurred_at') }} as priority,
        min(_file_id) as _file_id,
        min(_row_number) as _row_number
    from events
    where
        ticket_id is not null
        and occurred_at is not null
    group by source_relation, ticket_id

)

select
    {{ audit_id('ticket_id', 'every_row') }} as ticket_id,
    created_at,
    channel,
    priority,
    {{ audit_user_id('every_row') }} as user_id,
    coalesce(team_name, team_id) as team_id,
    first_response_at,
    resolved_at,
    status,
    coalesce(company_key, contact_key) as company_key,
    coalesce(is_auto_closed, false) as is_auto_closed,
    {{ audit_id('merged_into_id', 'every_row') }} as merged_into_id,
    {{ audit_user_id('every_row', 'first_person_key') }} as first_user_id,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    created_at is not null
    and is_deleted is not true

union all

select
    {{ audit_id('ticket_id', 'tickets_of_events') }} as ticket_id,
    created_at,
    channel,
    priority,
    {{ audit_user_id('tickets_of_events') }} as user_id,
    cast(null as varchar) as team_id,
    first_response_at,
    resolved_at,
    case
        when closed_at is not null then 'closed'
        when resolved_at is not null then 'resolved'
        else 'open'
    end as status,
    company_key,
    false as is_auto_closed,
    cast(null as varchar) as merged_into_id,
    cast(null as varchar) as first_user_id,
    source_relation,
    _file_id,
    _row_number
from tickets_of_events
where
    not exists (
        select 1
        from every_row
        where
            every_row.source_relation = tickets_of_events.source_relation
            and every_row.ticket_id = tickets_of_events.ticket_id
    )
