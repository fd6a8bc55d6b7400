with reasons as (

    select
        'deals_per_manager_month' as kpi_or_entity,
        case when not is_month_over then 'month_not_over' when worked_share <= 0 then 'month_not_worked' end as reason,
        1 as n
    from {{ ref('manager_months') }}
    union all
    select
        'requests_per_manager_day' as kpi_or_entity,
        exclusion as reason,
        1 as n
    from {{ ref('first_handlings') }}
    union all
    select
        'requests_per_manager_day' as kpi_or_entity,
        case when not is_month_over then 'month_not_over' when working_days <= 0 then 'month_not_worked' end as reason,
        n_requests as n
    from {{ ref('handler_months') }}

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where
    reason is not null
    and n > 0
