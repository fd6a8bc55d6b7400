with history as (

    select min(sold_on) as starts_on
    from {{ ref('fct_purchase_days') }}

),

customers as (

    select
        customer_id,
        min(sold_on) as first_sold_on,
        min(case when purchase_number = 2 then sold_on end) as second_sold_on,
        max(sold_on) as last_sold_on,
        count(*) as n_days_with_sale,
        cast(sum(n_sales) as integer) as n_sales,
        min(case when purchase_number = 1 then team_id end) as first_team_id
    from {{ ref('fct_purchase_days') }}
    group by customer_id

),

records as (

    select
        customer_id,
        min(record_created_at) as record_created_at,
        min(case match_rule when 'tax_id' then 1 when 'name' then 2 when 'phone' then 3 when 'email' then 4 else 5 end)
            as strength,
        count(*) as n_keys
    from {{ ref('int_customers__unified') }}
    group by customer_id

)

select
    coalesce(customers.customer_id, records.customer_id) as customer_id,
    case records.strength
        when 1 then 'tax_id'
        when 2 then 'name'
        when 3 then 'phone'
        when 4 then 'email'
        when 5 then 'own_key'
    end as match_rule,
    cast(coalesce(records.n_keys, 0) as integer) as n_keys,
    records.record_created_at,
    customers.first_sold_on,
    customers.second_sold_on,
    customers.last_sold_on,
    cast(coalesce(customers.n_days_with_sale, 0) as integer) as n_days_with_sale,
    coalesce(customers.n_sales, 0) as n_sales,
    customers.first_team_id,
    attributes.segment as customer_segment,
    attributes.region,
    coalesce(
        records.record_created_at >= history.starts_on
        and records.record_created_at < {{ audit_add_days('customers.first_sold_on', 1) }},
        false
    )
    or coalesce(
        customers.first_sold_on >= {{ audit_add_days('history.starts_on', 'threshold.lapse_days') }}, false
    ) as is_first_sale_known
from customers
full outer join records
    on customers.customer_id = records.customer_id
left join {{ ref('int_customer_attributes') }} as attributes
    on coalesce(customers.customer_id, records.customer_id) = attributes.customer_id
cross join history
left join {{ ref('lapse_threshold') }} as threshold
    on history.starts_on is not null
