-- Orders and won deals that belong together: by number where one names the other, else by the same customer and amount
-- within the days of kpi.order_match_days, nearest first, each at most once.
{%- set seconds = '(select order_match_days * 86400 from ' ~ ref('audit_parameters') ~ ')' %}

with linked_by_number as (

    select * from {{ ref('int_order_deal_keys') }}

),

linked_records as (

    select order_id as record_id
    from linked_by_number
    union
    select deal_id as record_id
    from linked_by_number

),

twins as (

    select record_id
    from {{ ref('int_records__overlapping') }}

),

unlinked as (

    select
        'deal' as source_relation,
        deals.deal_id as record_id,
        coalesce(customers.customer_id, deals.company_key, deals.contact_key) as customer_id,
        deals.amount,
        deals.closed_at as moment
    from {{ ref('int_deals__unified') }} as deals
    left join {{ ref('int_customers__unified') }} as customers
        on coalesce(deals.company_key, deals.contact_key) = customers.company_key
    where
        deals.status = 'won'
        and not deals.is_test
        and not deals.is_deleted
    union all
    select
        'order' as source_relation,
        orders.order_id as record_id,
        coalesce(customers.customer_id, orders.company_key) as customer_id,
        orders.amount,
        cast(orders.order_date as timestamp) as moment
    from {{ ref('int_sales_orders__unified') }} as orders
    left join {{ ref('int_customers__unified') }} as customers
        on orders.company_key = customers.company_key
    where not orders.is_return

),

signs as (

    select
        unlinked.source_relation,
        unlinked.record_id,
        1 as strength,
        unlinked.customer_id || '|' || cast(cast(unlinked.amount as decimal(18, 2)) as varchar) as sign,
        unlinked.moment,
        row_number() over (order by unlinked.source_relation, unlinked.moment, unlinked.record_id) as preference
    from unlinked
    left join linked_records
        on unlinked.record_id = linked_records.record_id
    left join twins
        on unlinked.record_id = twins.record_id
    where
        unlinked.amount <> 0
        and linked_records.record_id is null
        and twins.record_id is null

),

alike as (

    {{ audit_twins('signs', seconds, 'true') | indent(4) }}

)

select
    order_id,
    deal_id,
    case
        when is_named_by_order and is_named_by_deal then 'both'
        when is_named_by_order then 'deal_key'
        else 'order_key'
    end as found_by
from linked_by_number
union all
select
    record_id as order_id,
    same_as_id as deal_id,
    'customer_amount' as found_by
from alike
