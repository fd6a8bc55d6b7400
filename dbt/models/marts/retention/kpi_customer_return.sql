{{ kpi(
    label={'ru': 'Возврат ушедших клиентов', 'en': 'Return of lapsed customers'},
    short={'ru': 'Возврат клиентов', 'en': 'Return of customers'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='retention',
    inputs=['sales_orders', 'deals'],
    code='K03',
    definition={
        'ru': 'Доля клиентов, которые не покупали дольше G дней и купили снова в следующие W дней. G — 90-й процентиль промежутков между покупками в данных (если их меньше 30, то W) или настройка lapse_days; W — срок повторной покупки. Месяц — тот, в котором клиент стал ушедшим; клиент может уйти и вернуться не раз. Входят только случаи, за которыми наблюдали W дней и чей срок не пересекает запуск.',
        'en': 'Share of the customers who had not bought for more than G days and bought again within the next W days. G is the 90th percentile of the gaps between purchases in the data (W where there are fewer than 30), or the setting lapse_days; W is the window of repeat purchases. The month is the one in which the customer lapsed; a customer may lapse and return more than once. Only cases watched for W days, and whose W days do not straddle the go-live.',
    },
) }}

select
    customer_id as entity_id,
    cast(null as varchar) as user_id,
    team_id,
    cast(null as varchar) as channel,
    customer_id as cluster_id,
    cast(lapsed_on as timestamp) as observed_at,
    cast(case when is_returned_in_window then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    exclusion is null as is_complete
from {{ ref('customer_lapses') }}
