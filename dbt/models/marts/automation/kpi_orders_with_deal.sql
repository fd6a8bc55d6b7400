{{ kpi(
    label={'ru': 'Заказы, связанные со сделкой', 'en': 'Orders linked with a deal'},
    short={'ru': 'Заказы со сделкой', 'en': 'Orders with a deal'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='automation',
    inputs=['sales_orders', 'deals'],
    code='K11',
    definition={
        'ru': 'Доля заказов учётной системы, у которых по номеру находится сделка CRM: номер сделки стоит в заказе или номер заказа в сделке; номера сравниваются без способа записи. Считаются заказы с того дня, когда в выгрузке появился первый такой номер; отменённые заказы, возвраты и заказы, известные только по платежам, не входят.',
        'en': 'Share of the orders of the ERP for which a deal of the CRM is found by number: that of the deal in the order or that of the order in the deal, compared without the ways of writing it. Orders count from the day of the first such number in the exports; cancelled orders, returns and orders known by their payments only are left out.',
    },
) }}

select
    record_id as entity_id,
    user_id,
    team_id,
    cast(null as varchar) as channel,
    user_id as cluster_id,
    observed_at,
    cast(case when is_matched then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    true as is_complete
from {{ ref('integration_records__sales') }}
where
    flow = 'orders'
    and side = 'other'
