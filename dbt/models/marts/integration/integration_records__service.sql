{{ config(materialized='view') }}

-- Buyers, products, calls, letters, chats, tickets and leads: which of them the CRM knows by the key of the flow. A
-- column that is empty in the whole of a source was not exported, which tells nothing.
with crm_customers as (

    select customer_id
    from {{ ref('fct_deals') }}
    where customer_id is not null
    union
    select customer_id
    from {{ ref('fct_leads') }}
    where customer_id is not null

),

told_customers as (

    select count(*) as n_customers
    from crm_customers

),

-- A buyer of whom only a name is known may be in the CRM under another one: our doubt, no fault of theirs.
orders as (

    select
        orders.customer_id,
        orders.ordered_at,
        orders.amount,
        crm_customers.customer_id is not null as is_matched,
        orders.source_relation,
        orders._file_id,
        orders._row_number
    from {{ ref('fct_sales_orders') }} as orders
    cross join told_customers
    left join crm_customers
        on orders.customer_id = crm_customers.customer_id
    where
        orders.is_in_other_source is not true
        and not orders.is_cancelled
        and not orders.is_return
        and orders.customer_id not like 'name:%'
        and told_customers.n_customers > 0

),

products as (

    select distinct product
    from {{ ref('int_products__unified') }}

),

listed_products as (

    select count(*) as n_products
    from products

),

-- A log of calls tells what the CRM recorded as soon as one of its calls is found there.
told_by_overlap as (

    select source_relation
    from {{ ref('int_calls__overlapping') }}
    union
    select same_as_source_relation as source_relation
    from {{ ref('int_calls__overlapping') }}

),

activities as (

    select
        activities.*,
        told_by_overlap.source_relation is not null
        or count(coalesce(activities.deal_id, activities.lead_id)) over (
            partition by activities.type, activities.source_relation
        ) > 0 as tells_record
    from {{ ref('fct_activities') }} as activities
    left join told_by_overlap
        on
            activities.source_relation = told_by_overlap.source_relation
            and activities.type = 'call'
    where activities.type in ('call', 'email', 'chat')

),

tickets as (

    select
        tickets.*,
        count(tickets.customer_id) over (partition by tickets.source_relation) > 0 as tells_customer
    from {{ ref('fct_tickets') }} as tickets
    where tickets.is_in_other_source is not true

),

leads as (

    select
        leads.*,
        count(leads.source_channel) over (partition by leads.source_relation) > 0 as tells_channel
    from {{ ref('fct_leads') }} as leads
    where leads.is_kpi_eligible

)

select
    'customers' as flow,
    'other' as side,
    customer_id as record_id,
    ordered_at as observed_at,
    amount,
    is_matched,
    case when not is_matched then 'no_counterpart' end as reason,
    cast(null as {{ double_type() }}) as lag_days,
    cast(null as varchar) as author_type,
    source_relation,
    _file_id,
    _row_number
from orders
union all
select
    'stock' as flow,
    'crm' as side,
    deals.deal_id as record_id,
    deals.created_at as observed_at,
    cast(null as decimal(18, 2)) as amount,
    products.product is not null as is_matched,
    case when products.product is null then 'unknown_key' end as reason,
    cast(null as {{ double_type() }}) as lag_days,
    cast(null as varchar) as author_type,
    deals.source_relation,
    deals._file_id,
    deals._row_number
from {{ ref('fct_deals') }} as deals
cross join listed_products
left join products
    on deals.product = products.product
where
    deals.is_kpi_eligible
    and deals.product is not null
    and listed_products.n_products > 0
union all
select
    case type when 'call' then 'telephony' when 'email' then 'mail' else 'chat' end as flow,
    'other' as side,
    activity_id as record_id,
    occurred_at as observed_at,
    cast(null as decimal(18, 2)) as amount,
    deal_id is not null or lead_id is not null as is_matched,
    case when deal_id is null and lead_id is null then 'no_key' end as reason,
    case when author_type <> 'human' then {{ audit_days_between('occurred_at', 'created_at') }} end as lag_days,
    author_type,
    source_relation,
    _file_id,
    _row_number
from activities
where tells_record
union all
select
    'helpdesk' as flow,
    'other' as side,
    tickets.ticket_id as record_id,
    tickets.created_at as observed_at,
    cast(null as decimal(18, 2)) as amount,
    crm_customers.customer_id is not null as is_matched,
    case
        when tickets.customer_id is null then 'no_key'
        when crm_customers.customer_id is null then 'no_counterpart'
    end as reason,
    cast(null as {{ double_type() }}) as lag_days,
    cast(null as varchar) as author_type,
    tickets.source_relation,
    tickets._file_id,
    tickets._row_number
from tickets
left join crm_customers
    on tickets.customer_id = crm_customers.customer_id
where tickets.tells_customer
union all
select
    'marketing' as flow,
    'other' as side,
    lead_id as record_id,
    created_at as observed_at,
    cast(null as decimal(18, 2)) as amount,
    source_channel is not null as is_matched,
    case when source_channel is null then 'no_key' end as reason,
    cast(null as {{ double_type() }}) as lag_days,
    cast(null as varchar) as author_type,
    source_relation,
    _file_id,
    _row_number
from leads
where tells_channel
