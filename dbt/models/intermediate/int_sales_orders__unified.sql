with every_row as (

    {{ audit_union('sales_order', audit_staging_models('sales_order')) | indent(4) }}

),

orders as (

    select
        {{ audit_id('order_id', 'every_row') }} as order_id,
        order_date,
        amount,
        currency,
        company_key,
        {{ audit_user_id('every_row') }} as user_id,
        coalesce(team_name, team_id) as team_id,
        coalesce(is_return, amount < 0, false) as is_return,
        status,
        deal_key,
        'order' as origin,
        source_relation,
        _file_id,
        _row_number
    from every_row

),

payments_without_order as (

    select
        payments.source_relation,
        coalesce(payments.order_id, payments.payment_id) as order_id,
        min(payments.paid_at) as paid_at,
        cast(sum(payments.amount) as decimal(18, 2)) as amount,
        min(payments.currency) as currency,
        min(payments.company_key) as company_key,
        min(payments.user_id) as user_id,
        min(payments._file_id) as _file_id,
        min(payments._row_number) as _row_number
    from {{ ref('int_payments__unified') }} as payments
    left join orders
        on payments.order_id = orders.order_id
    where orders.order_id is null
    group by payments.source_relation, coalesce(payments.order_id, payments.payment_id)

)

select * from orders
union all
select
    order_id,
    cast(paid_at as date) as order_date,
    amount,
    currency,
    company_key,
    user_id,
    cast(null as varchar) as team_id,
    coalesce(amount < 0, false) as is_return,
    cast(null as varchar) as status,
    cast(null as varchar) as deal_key,
    'payment' as origin,
    source_relation,
    _file_id,
    _row_number
from payments_without_order
