{{ kpi(
    label={'ru': 'Объём продаж', 'en': 'Sales volume'},
    short={'ru': 'Продажи', 'en': 'Sales'},
    unit='money',
    better='higher',
    statistic='monthly_sum',
    bounds=[none, none],
    materiality=0.05,
    area='sales',
    inputs=['sales_orders', 'deals'],
    code='K01',
    by_customer=true,
    definition={
        'ru': 'Сумма заказов за календарный месяц по дате заказа; возвраты вычитаются, отменённые заказы и заказы в другой валюте не входят. Если заказов нет вовсе — сумма выигранных сделок по дате выигрыша.',
        'en': 'Sum of the orders of a calendar month by order date; returns are deducted, cancelled orders and orders in another currency are left out. Without any orders: the amounts of won deals by the date they were won.',
    },
) }}

select
    sale_id as entity_id,
    user_id,
    team_id,
    source_channel as channel,
    customer_id,
    customer_id as cluster_id,
    sold_at as observed_at,
    cast(case when is_return then -abs(amount) else amount end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    not is_foreign_currency as is_complete
from {{ ref('fct_sales') }}
where
    not is_cancelled
    and amount is not null
