{{ config(materialized='view') }}

select
    events.user_id,
    users.team_id,
    events.started_at,
    events.source_relation,
    events._file_id,
    events._row_number
from {{ ref('int_crm_sessions__unified') }} as events
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_users__unified') }} as users
    on
        events.user_id = users.user_id
        and {{ audit_user_period('users', 'events.started_at') }}
where events.started_at is null or events.started_at < {{ audit_add_days('parameters.as_of', 1) }}
