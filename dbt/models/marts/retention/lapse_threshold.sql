-- Nine of ten customers who bought again had done so within this time: who waits longer has lapsed.
with gaps as (

    select {{ audit_calendar_days('sold_on', 'next_sold_on') }} as days
    from {{ ref('fct_purchase_days') }}

),

measured as (

    select
        count(*) as n_purchases,
        cast(count(days) as integer) as n_gaps,
        ceil({{ audit_quantile('days', 0.9) }}) as p90_days
    from gaps

)

select
    cast(
        coalesce(
            parameters.lapse_days,
            case when measured.n_gaps >= 30 then measured.p90_days end,
            parameters.retention_window_days
        ) as integer
    ) as lapse_days,
    case
        when parameters.lapse_days is not null then 'setting'
        when measured.n_gaps >= 30 then 'repeat_gaps'
        else 'retention_window'
    end as basis,
    measured.n_gaps
from measured
cross join {{ ref('audit_parameters') }} as parameters
where measured.n_purchases > 0
