{{ kpi(
    label={'ru': 'Перенос сроков сделок', 'en': 'Slippage of closing dates'},
    short={'ru': 'Перенос сроков', 'en': 'Slippage'},
    unit='share',
    better='lower',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='funnel',
    inputs=['deal_property_history', 'deals'],
    code='K24',
    definition={
        'ru': 'Доля сделок, у которых в начале месяца плановая дата закрытия была в этом месяце, а к концу месяца её перенесли на более поздний месяц или убрали. Сделки, оставшиеся открытыми с прошедшей датой, перенесёнными не считаются. Нужна история плановых дат или выгрузки сделок за разные месяцы.',
        'en': 'Share of the deals planned at the beginning of a month to close in it whose date had been moved to a later month, or taken away, by its end. Deals left open with a date that has passed do not count as moved. Needs a history of planned dates, or exports of the deals of several months.',
    },
) }}

select
    deal_id || '/' || cast(cast(starts_at as date) as varchar) as entity_id,
    user_id,
    team_id,
    source_channel as channel,
    coalesce(user_id, deal_id) as cluster_id,
    starts_at as observed_at,
    cast(case when departure = 'pushed_out' then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    true as is_complete
from {{ ref('pipeline_movements') }}
where is_due_in_period
