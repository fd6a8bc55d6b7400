{{ config(materialized='view') }}

-- Tasks that were done, with their kind, who made them and who did them. One that the system did is overridden when a
-- person makes or does a task of the same kind for the same deal within 24 hours after it.
with tasks as (

    select
        activity_id,
        user_id,
        team_id,
        deal_id,
        case
            when not is_routine then 'other'
            else coalesce(subject_kind, 'unknown')
        end as task_kind,
        is_routine,
        coalesce(completed_at, occurred_at) as done_at,
        author_type in ('robot', 'integration') as is_made_by_system,
        is_completed_automatically,
        coalesce(created_at, occurred_at) as made_at,
        _file_id,
        _row_number
    from {{ ref('fct_activities') }}
    where
        is_completed
        and (is_routine or type = 'task')

),

redone as (

    select distinct automatic.activity_id
    from tasks as automatic
    inner join tasks as again
        on
            automatic.deal_id = again.deal_id
            and automatic.task_kind = again.task_kind
            and automatic.activity_id <> again.activity_id
    where
        automatic.is_completed_automatically
        and automatic.is_routine
        and again.is_completed_automatically is false
        and again.made_at >= automatic.done_at
        and {{ audit_elapsed_seconds('automatic.done_at', 'again.made_at') }} <= 86400

)

select
    tasks.activity_id,
    tasks.user_id,
    tasks.team_id,
    tasks.deal_id,
    tasks.task_kind,
    tasks.is_routine,
    tasks.done_at,
    tasks.is_made_by_system,
    tasks.is_completed_automatically,
    redone.activity_id is not null as is_overridden,
    case
        when tasks.is_completed_automatically is null then null
        else tasks.is_completed_automatically and redone.activity_id is null
    end as is_automated,
    tasks._file_id,
    tasks._row_number
from tasks
left join redone
    on tasks.activity_id = redone.activity_id
