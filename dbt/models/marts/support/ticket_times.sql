with tickets as (

    select
        coalesce(channel, '') as channel_name,
        false as is_total,
        *
    from {{ ref('fct_tickets') }}
    where is_in_other_source is not true
    union all
    select
        '' as channel_name,
        true as is_total,
        *
    from {{ ref('fct_tickets') }}
    where is_in_other_source is not true

)

select
    is_total,
    nullif(channel_name, '') as channel,
    cast(count(*) as integer) as n_tickets,
    cast(sum(case when is_answered then 1 else 0 end) as integer) as n_answered,
    {{ audit_quantile('case when is_answered then wait_hours end', 0.5) }} as median_hours_to_first_response,
    {{ audit_quantile('case when is_answered then wait_hours end', 0.9) }} as p90_hours_to_first_response,
    {{ audit_quantile('case when is_answered then wait_working_hours end', 0.5) }}
        as median_working_hours_to_first_response,
    cast(count(resolved_at) as integer) as n_resolved,
    {{ audit_quantile('days_to_resolve', 0.5) }} as median_days_to_resolve,
    {{ audit_quantile('days_to_resolve', 0.9) }} as p90_days_to_resolve,
    cast(sum(case when has_time_defect then 1 else 0 end) as integer) as n_time_defects
from tickets
group by is_total, nullif(channel_name, '')
