select
    orders.order_id,
    cast(orders.order_date as timestamp) as ordered_at,
    cast(orders.amount as decimal(18, 2)) as amount,
    coalesce(orders.currency, parameters.currency) as currency,
    coalesce(orders.currency <> parameters.currency, false) as is_foreign_currency,
    coalesce(customers.customer_id, orders.company_key) as customer_id,
    orders.user_id,
    coalesce(orders.team_id, users.team_id) as team_id,
    orders.is_return,
    coalesce(orders.status in ('cancelled', 'canceled', 'deleted', 'draft', 'unposted'), false) as is_cancelled,
    orders.status,
    orders.deal_key,
    twins.record_id is not null as is_in_other_source,
    orders.origin,
    orders.source_relation,
    orders._file_id,
    orders._row_number
from {{ ref('int_sales_orders__unified') }} as orders
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_customers__unified') }} as customers
    on orders.company_key = customers.company_key
left join {{ ref('int_users__unified') }} as users
    on
        orders.user_id = users.user_id
        and {{ audit_user_period('users', 'cast(orders.order_date as timestamp)') }}
left join {{ ref('int_records__overlapping') }} as twins
    on
        orders.order_id = twins.record_id
        and twins.entity = 'sales_order'
where orders.order_date is null or orders.order_date < {{ audit_add_days('parameters.as_of', 1) }}
