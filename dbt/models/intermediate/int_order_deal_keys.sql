-- Which orders and deals name each other by number. A number that several deals (or orders of several years) have means
-- the one of the same customer, else the nearest in time. What counts once, or was merged, stands for its copies.
with kept as (

    select
        entity,
        record_id,
        same_as_id
    from {{ ref('int_records__overlapping') }}

),

deals as (

    select
        deals.deal_id,
        coalesce(kept.same_as_id, deals.merged_into_id, deals.deal_id) as kept_deal_id,
        {{ link_key('substr(deals.deal_id, length(deals.source_relation) + 2)') }} as number_key,
        deals.order_key,
        coalesce(customers.customer_id, deals.company_key, deals.contact_key) as customer_id,
        cast(coalesce(deals.closed_at, deals.created_at) as date) as dated_on,
        case when deals.is_test or deals.is_deleted then 1 else 0 end as is_left_out
    from {{ ref('int_deals__unified') }} as deals
    left join {{ ref('int_customers__unified') }} as customers
        on coalesce(deals.company_key, deals.contact_key) = customers.company_key
    left join kept
        on
            deals.deal_id = kept.record_id
            and kept.entity = 'deal'

),

orders as (

    select
        orders.order_id,
        coalesce(kept.same_as_id, orders.order_id) as kept_order_id,
        substr(orders.order_id, length(orders.source_relation) + 2) as native_number,
        orders.deal_key,
        coalesce(customers.customer_id, orders.company_key) as customer_id,
        orders.order_date as dated_on
    from {{ ref('int_sales_orders__unified') }} as orders
    left join {{ ref('int_customers__unified') }} as customers
        on orders.company_key = customers.company_key
    left join kept
        on
            orders.order_id = kept.record_id
            and kept.entity = 'sales_order'

),

numbers_in_orders as (

    select
        order_id,
        {{ audit_each(link_parts('deal_key')) }} as written
    from orders
    where deal_key is not null

),

numbers_in_deals as (

    select
        deal_id,
        {{ audit_each(link_parts('order_key')) }} as written
    from deals
    where order_key is not null

),

-- 1C counts from one each year, so the year is part of the number; others write it without.
order_numbers as (

    select
        order_id,
        1 as is_loose,
        {{ link_key("split_part(native_number, '/', 1)") }} as number_key
    from orders
    union all
    select
        order_id,
        0 as is_loose,
        {{ link_key('native_number') }} as number_key
    from orders

),

candidates as (

    select
        'deal_key' as found_by,
        'order ' || named.order_id || ' ' || {{ link_key('named.written') }} as named_once,
        named.order_id,
        deals.deal_id,
        deals.is_left_out as is_loose
    from numbers_in_orders as named
    inner join deals
        on {{ link_key('named.written') }} = deals.number_key
    union all
    select
        'order_key' as found_by,
        'deal ' || named.deal_id || ' ' || {{ link_key('named.written') }} as named_once,
        order_numbers.order_id,
        named.deal_id,
        order_numbers.is_loose
    from numbers_in_deals as named
    inner join order_numbers
        on {{ link_key('named.written') }} = order_numbers.number_key

),

ranked as (

    select
        candidates.found_by,
        orders.kept_order_id as order_id,
        deals.kept_deal_id as deal_id,
        row_number() over (
            partition by candidates.named_once
            order by
                candidates.is_loose asc,
                case when orders.customer_id = deals.customer_id then 0 else 1 end asc,
                coalesce(abs({{ audit_calendar_days('orders.dated_on', 'deals.dated_on') }}), 99999) asc,
                candidates.order_id asc,
                candidates.deal_id asc
        ) as place
    from candidates
    inner join orders
        on candidates.order_id = orders.order_id
    inner join deals
        on candidates.deal_id = deals.deal_id

)

select
    order_id,
    deal_id,
    max(case when found_by = 'deal_key' then 1 else 0 end) = 1 as is_named_by_order,
    max(case when found_by = 'order_key' then 1 else 0 end) = 1 as is_named_by_deal
from ranked
where place = 1
group by order_id, deal_id
