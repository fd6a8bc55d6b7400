{{ kpi(
    label={'ru': 'Доля выигранных среди закрытых', 'en': 'Win rate of closed deals'},
    short={'ru': 'Выигрыши закрытых', 'en': 'Win rate, closed'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='funnel',
    inputs=['deals'],
    code='K06b',
    by_customer=true,
    definition={
        'ru': 'Выигранные, делённые на выигранные и проигранные, по месяцу закрытия сделки; так показатель считает экран CRM.',
        'en': 'Won divided by won and lost, by the month the deal was closed; the way a CRM screen counts it.',
    },
) }}

with sources_with_lost as (

    select source_relation
    from {{ ref('fct_deals') }}
    where is_lost
    group by source_relation

)

select
    deals.deal_id as entity_id,
    deals.user_id,
    deals.team_id,
    deals.source_channel as channel,
    deals.customer_id,
    deals.user_id as cluster_id,
    deals.closed_at as observed_at,
    cast(case when deals.is_won then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    true as is_complete
from {{ ref('fct_deals') }} as deals
inner join sources_with_lost
    on deals.source_relation = sources_with_lost.source_relation
where
    deals.is_kpi_eligible
    and not deals.is_open
