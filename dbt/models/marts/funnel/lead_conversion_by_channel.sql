with parameters as (

    select * from {{ ref('audit_parameters') }}

),

leads as (

    select
        leads.source_channel as channel,
        case
            when
                cast(leads.created_at as date) >= parameters.before_starts_on
                and cast(leads.created_at as date) < parameters.before_ends_before then 'before'
            when
                cast(leads.created_at as date) >= parameters.after_starts_on
                and cast(leads.created_at as date) < parameters.after_ends_before then 'after'
            else 'outside'
        end as period,
        leads.is_won,
        leads.days_to_won,
        parameters.conversion_window_days
    from {{ ref('fct_leads') }} as leads
    cross join parameters
    where leads.is_kpi_eligible

),

counted as (
    {%- for period in ["'all'", 'period'] %}
    {%- for channel in ['channel', 'null'] %}

    select
        {{ period }} as period,
        {{ 'true' if channel == 'null' else 'false' }} as is_total,
        cast({{ channel }} as varchar) as channel,
        is_won,
        days_to_won,
        conversion_window_days
    from leads
    {{ "where period <> 'outside'" if period == 'period' }}
    {{ 'union all' if not (loop.last and period == 'period') }}
    {%- endfor %}
    {%- endfor %}

)

select
    period,
    is_total,
    channel,
    cast(count(*) as integer) as n_leads,
    cast(sum(case when is_won then 1 else 0 end) as integer) as n_converted,
    sum(case when is_won then 1.0 else 0 end) / count(*) as conversion_share,
    min(conversion_window_days) as window_days,
    cast(sum(case when days_to_won between 0 and conversion_window_days then 1 else 0 end) as integer)
        as n_converted_in_window,
    sum(case when days_to_won between 0 and conversion_window_days then 1.0 else 0 end) / count(*)
        as conversion_in_window_share,
    cast(sum(case when days_to_won < 0 then 1 else 0 end) as integer) as n_won_before_lead
from counted
group by period, is_total, channel
