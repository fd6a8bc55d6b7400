with told as (

    select min(observed_at) as first_told_at
    from {{ ref('integration_records__sales') }}
    where
        flow = 'orders'
        and side = 'other'

),

reasons as (

    select
        'orders_with_deal' as kpi_or_entity,
        case
            when orders.is_in_other_source then 'same_in_other_source'
            when orders.is_cancelled then 'cancelled'
            when orders.is_return then 'return'
            when orders.origin = 'payment' then 'known_by_payment'
            when orders.ordered_at is null then 'no_date'
            when counted.record_id is null then 'before_first_number'
        end as reason,
        1 as n
    from {{ ref('fct_sales_orders') }} as orders
    cross join told
    left join {{ ref('integration_records__sales') }} as counted
        on
            orders.order_id = counted.record_id
            and counted.flow = 'orders'
            and counted.side = 'other'
    where told.first_told_at is not null

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
