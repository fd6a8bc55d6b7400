with parameters as (

    select
        max(case when name = 'as_of' then cast(value as date) end) as as_of,
        max(case when name = 'timezone' then value end) as timezone,
        max(case when name = 'currency' then value end) as currency,
        max(case when name = 'conversion_window_days' then cast(value as integer) end) as conversion_window_days,
        max(case when name = 'retention_window_days' then cast(value as integer) end) as retention_window_days,
        max(case when name = 'lapse_days' then cast(value as integer) end) as lapse_days,
        max(case when name = 'win_rate_maturity_days' then cast(value as integer) end) as win_rate_maturity_days,
        max(case when name = 'allowed_skipped_stages' then cast(value as integer) end) as allowed_skipped_stages,
        max(case when name = 'order_match_days' then cast(value as integer) end) as order_match_days,
        max(case when name = 'go_live' then cast(value as date) end) as go_live,
        max(case when name = 'first_go_live' then cast(value as date) end) as first_go_live,
        max(case when name = 'last_go_live' then cast(value as date) end) as last_go_live,
        max(case when name = 'suppress_people_below' then cast(value as integer) end) as suppress_people_below,
        max(case when name = 'materiality' then cast(value as {{ double_type() }}) end) as materiality,
        max(case when name = 'first_response_sla_hours' then cast(value as {{ double_type() }}) end)
            as first_response_sla_hours
    from {{ source('settings', 'parameters') }}

),

windows as (

    select
        max(case when period = 'before' then starts_on end) as before_starts_on,
        max(case when period = 'before' then ends_before end) as before_ends_before,
        max(case when period = 'after' then starts_on end) as after_starts_on,
        max(case when period = 'after' then ends_before end) as after_ends_before
    from {{ source('settings', 'windows') }}

)

select
    parameters.as_of,
    parameters.timezone,
    parameters.currency,
    coalesce(parameters.conversion_window_days, 90) as conversion_window_days,
    coalesce(parameters.retention_window_days, 180) as retention_window_days,
    parameters.lapse_days,
    coalesce(parameters.win_rate_maturity_days, 180) as win_rate_maturity_days,
    coalesce(parameters.allowed_skipped_stages, 0) as allowed_skipped_stages,
    coalesce(parameters.order_match_days, 31) as order_match_days,
    parameters.go_live,
    coalesce(parameters.first_go_live, parameters.go_live) as first_go_live,
    coalesce(parameters.last_go_live, parameters.go_live) as last_go_live,
    coalesce(parameters.suppress_people_below, 5) as suppress_people_below,
    coalesce(parameters.materiality, 0.05) as materiality,
    parameters.first_response_sla_hours,
    windows.before_starts_on,
    windows.before_ends_before,
    windows.after_starts_on,
    windows.after_ends_before
from parameters
cross join windows
