{{ config(materialized='view') }}

select
    activities.activity_id,
    activities.type,
    activities.direction,
    activities.user_id,
    users.team_id,
    activities.author_type,
    activities.deal_id,
    activities.lead_id,
    activities.occurred_at,
    activities.created_at,
    case
        when activities.completed_at < {{ audit_add_days('parameters.as_of', 1) }} then activities.completed_at
    end as completed_at,
    case
        when activities.completed_at >= {{ audit_add_days('parameters.as_of', 1) }} then false
        else activities.is_completed
    end as is_completed,
    activities.is_completed_automatically,
    activities.is_routine,
    activities.subject_kind,
    activities.is_missed,
    activities.answered_at,
    activities.duration_seconds,
    activities.source_relation,
    activities._file_id,
    activities._row_number
from {{ ref('int_activities__unified') }} as activities
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_users__unified') }} as users
    on
        activities.user_id = users.user_id
        and {{ audit_user_period('users', 'activities.occurred_at') }}
where activities.occurred_at < {{ audit_add_days('parameters.as_of', 1) }}
