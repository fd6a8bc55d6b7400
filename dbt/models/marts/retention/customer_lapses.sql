with lapses as (

    select
        purchases.customer_id,
        purchases.team_id,
        {{ audit_add_days('purchases.sold_on', 'threshold.lapse_days') }} as lapsed_on,
        purchases.next_sold_on as returned_on
    from {{ ref('fct_purchase_days') }} as purchases
    cross join {{ ref('lapse_threshold') }} as threshold

)

select
    lapses.customer_id,
    lapses.team_id,
    lapses.lapsed_on,
    lapses.returned_on,
    coalesce(
        lapses.returned_on <= {{ audit_add_days('lapses.lapsed_on', 'parameters.retention_window_days') }}, false
    ) as is_returned_in_window,
    case
        when {{ audit_add_days('lapses.lapsed_on', 'parameters.retention_window_days') }} > parameters.as_of
            then 'not_matured'
        when
            {{ audit_straddles_go_live(
                'lapses.lapsed_on',
                audit_add_days('lapses.lapsed_on', 'parameters.retention_window_days'),
                'parameters',
            ) }}
            then 'straddles_go_live'
    end as exclusion
from lapses
cross join {{ ref('audit_parameters') }} as parameters
where
    lapses.lapsed_on < parameters.as_of
    and (lapses.returned_on is null or lapses.returned_on > lapses.lapsed_on)
