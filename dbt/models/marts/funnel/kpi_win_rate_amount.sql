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
    definition={
        'ru': 'Сумма выигранных сделок, делённая на сумму выигранных и проигранных, по месяцу создания; те же сделки, что в доле выигранных, кроме сделок без суммы и в другой валюте. Одна крупная сделка может решить всё: смотрите вместе с долей по числу.',
        'en': 'Amount of the deals won divided by the amount of those won and lost, by the month of creation; the same deals as in the win rate, but for deals without an amount or in another currency. One large deal can decide it all: read it beside the rate by count.',
    },
) }}

select
    win_rate.entity_id,
    win_rate.user_id,
    win_rate.team_id,
    win_rate.channel,
    win_rate.cluster_id,
    win_rate.observed_at,
    win_rate.value * deals.amount as value,
    cast(deals.amount as {{ double_type() }}) as weight,
    win_rate.is_complete
from {{ ref('kpi_win_rate') }} as win_rate
inner join {{ ref('fct_deals') }} as deals
    on win_rate.entity_id = deals.deal_id
cross join {{ ref('audit_parameters') }} as parameters
where
    deals.amount > 0
    and coalesce(deals.currency, parameters.currency) = parameters.currency
