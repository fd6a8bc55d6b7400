with sales as (

    select
        customer_id,
        cast(sold_at as date) as sold_on,
        min(team_id) as team_id,
        count(*) as n_sales
    from {{ ref('fct_sales') }}
    where
        customer_id is not null
        and sold_at is not null
        and not is_return
        and not is_cancelled
    group by customer_id, cast(sold_at as date)

),

numbered as (

    select
        *,
        row_number() over (partition by customer_id order by sold_on) as day_number
    from sales

),

history as (

    select min(sold_on) as starts_on
    from sales

),

customers as (

    select
        customer_id,
        min(sold_on) as first_sold_on,
        min(case when day_number = 2 then sold_on end) as second_sold_on,
        max(sold_on) as last_sold_on,
        count(*) as n_days_with_sale,
        cast(sum(n_sales) as integer) as n_sales,
        min(case when day_number = 1 then team_id end) as first_team_id
    from numbered
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
    coalesce(records.record_created_at >= history.starts_on, false)
    or coalesce(
        customers.first_sold_on >= {{ audit_add_days('history.starts_on', 'parameters.retention_window_days') }}, false
    ) as is_first_sale_known
from customers
full outer join records
    on customers.customer_id = records.customer_id
cross join history
cross join {{ ref('audit_parameters') }} as parameters
