{{ kpi(
    label={'ru': 'Средний чек', 'en': 'Average order value'},
    short={'ru': 'Средний чек', 'en': 'Average order'},
    unit='money',
    better='higher',
    statistic='mean',
    bounds=[0, none],
    materiality=0.05,
    area='sales',
    inputs=['sales_orders', 'deals'],
    code='K07',
    by_customer=true,
    definition={
        'ru': 'Сумма заказов, делённая на их число. Возвраты, отменённые заказы и заказы в другой валюте не входят, заказ с суммой ноль считается заказом. Если заказов нет вовсе — средняя сумма выигранной сделки.',
        'en': 'Sum of the orders divided by their number. Returns, cancelled orders and orders in another currency are left out; an order of zero counts as an order. Without any orders: the average amount of a won deal.',
    },
) }}

select
    sale_id as entity_id,
    user_id,
    team_id,
    source_channel as channel,
    customer_id,
    coalesce(customer_id, sale_id) as cluster_id,
    sold_at as observed_at,
    cast(amount as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    not is_foreign_currency as is_complete
from {{ ref('fct_sales') }}
where
    not is_cancelled
    and not is_return
    and amount >= 0
