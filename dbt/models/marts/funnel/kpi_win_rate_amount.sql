{{ kpi(
    label={'ru': 'Доля выигранных по сумме', 'en': 'Win rate by amount'},
    short={'ru': 'Выигрыши по сумме', 'en': 'Win rate by amount'},
    unit='share',
    better='higher',
    statistic='ratio',
    bounds=[0, 1],
    materiality=0.05,
    area='funnel',
    inputs=['deals'],
    code='K06b',
    by_customer=true,
    definition={
        'ru': 'Сумма выигранных сделок, делённая на сумму выигранных и проигранных, по месяцу создания; те же сделки, что в доле выигранных, кроме сделок без суммы и в другой валюте. Если у проигранных сделок источника сумма указана реже чем в 0,8 доли случаев выигранных, доля не рассчитана: она была бы завышена. Одна крупная сделка может решить всё: смотрите вместе с долей по числу.',
        'en': 'Amount of the deals won divided by the amount of those won and lost, by the month of creation; the same deals as in the win rate, but for deals without an amount or in another currency. Where lost deals of a source carry an amount less than 0.8 times as often as won ones, nothing is computed: the rate would be too high. One large deal can decide it all: read it beside the rate by count.',
    },
) }}

-- Where the amounts of lost deals are not kept, every rate would be near one hundred per cent.
with sources_with_amounts as (

    select source_relation
    from {{ ref('fct_deals') }}
    where
        is_kpi_eligible
        and not is_open
    group by source_relation
    having
        avg(case when is_lost then case when amount > 0 then 1.0 else 0.0 end end)
        >= 0.8 * avg(case when is_won then case when amount > 0 then 1.0 else 0.0 end end)

)

select
    win_rate.entity_id,
    win_rate.user_id,
    win_rate.team_id,
    win_rate.channel,
    win_rate.customer_id,
    win_rate.cluster_id,
    win_rate.observed_at,
    win_rate.value * deals.amount as value,
    cast(deals.amount as {{ double_type() }}) as weight,
    win_rate.is_complete
from {{ ref('kpi_win_rate') }} as win_rate
inner join {{ ref('fct_deals') }} as deals
    on win_rate.entity_id = deals.deal_id
inner join sources_with_amounts
    on deals.source_relation = sources_with_amounts.source_relation
cross join {{ ref('audit_parameters') }} as parameters
where
    deals.amount > 0
    and coalesce(deals.currency, parameters.currency) = parameters.currency
