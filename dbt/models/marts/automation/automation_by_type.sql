-- Tasks that were done in each period by kind: how many the system did, how many it made, how many were overridden.
with periods as (

    select
        'all' as period,
        cast('1900-01-01' as date) as starts_on,
        cast('2999-12-31' as date) as ends_before
    union all
    select
        period,
        starts_on,
        ends_before
    from {{ source('settings', 'windows') }}

)

select
    periods.period,
    tasks.task_kind,
    tasks.is_routine,
    cast(count(*) as integer) as n_done,
    cast(count(tasks.is_automated) as integer) as n_known,
    cast(sum(case when tasks.is_automated then 1 else 0 end) as integer) as n_automated,
    cast(sum(case when tasks.is_made_by_system then 1 else 0 end) as integer) as n_made_by_system,
    cast(sum(case when tasks.is_automated and tasks.is_made_by_system then 1 else 0 end) as integer)
        as n_made_and_done_by_system,
    cast(sum(case when tasks.is_overridden then 1 else 0 end) as integer) as n_overridden,
    cast(
        sum(case when tasks.is_automated then 1 else 0 end) * 1.0 / nullif(count(tasks.is_automated), 0)
        as {{ double_type() }}
    ) as automated_share
from {{ ref('routine_tasks') }} as tasks
inner join periods
    on
        tasks.done_at >= periods.starts_on
        and tasks.done_at < periods.ends_before
group by periods.period, tasks.task_kind, tasks.is_routine
