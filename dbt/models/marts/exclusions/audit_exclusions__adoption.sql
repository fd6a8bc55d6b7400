with reasons as (

    select
        'weekly_active_users' as kpi_or_entity,
        case when not is_week_over then 'week_not_over' end as reason,
        1 as n
    from {{ ref('user_weeks') }}

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
