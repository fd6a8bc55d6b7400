with bounds as (

    select
        min(cast(sold_at as date)) as first_day,
        max(cast(sold_at as date)) as last_day
    from {{ ref('fct_sales') }}
    union all
    select
        min(cast(created_at as date)) as first_day,
        max(cast(closed_at as date)) as last_day
    from {{ ref('fct_deals') }}
    union all
    select
        min(starts_on) as first_day,
        max(ends_before) as last_day
    from {{ source('settings', 'windows') }}

),

extent as (

    select
        {{ audit_month('min(first_day)') }} as first_day,
        max(last_day) as last_day
    from bounds

),

days as (

    {{ audit_days('first_day', 'last_day', 'extent') }}

)

select
    days.day as date_day,
    {{ audit_month('days.day') }} as month,
    {{ audit_week('days.day') }} as week,
    coalesce(working_days.is_working, true) as is_working,
    case
        when days.day >= parameters.before_starts_on and days.day < parameters.before_ends_before then 'before'
        when days.day >= parameters.after_starts_on and days.day < parameters.after_ends_before then 'after'
        when days.day >= parameters.before_ends_before and days.day < parameters.after_starts_on then 'washout'
        else 'outside'
    end as period
from days
cross join {{ ref('audit_parameters') }} as parameters
left join {{ source('settings', 'working_days') }} as working_days
    on days.day = working_days.day
