{{ config(materialized='view') }}

select
    events.user_id,
    users.team_id,
    events.course,
    events.trained_on,
    events.hours,
    events.passed,
    events.is_required,
    events.score,
    events.source_relation,
    events._file_id,
    events._row_number
from {{ ref('int_training_events__unified') }} as events
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_users__unified') }} as users
    on
        events.user_id = users.user_id
        and {{ audit_user_period('users', 'events.trained_on') }}
where events.trained_on is null or events.trained_on < {{ audit_add_days('parameters.as_of', 1) }}
