{{ kpi(
    label={'ru': 'Доля выигранных сделок', 'en': 'Win rate'},
    short={'ru': 'Доля выигрышей', 'en': 'Win rate'},
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
        'ru': 'Выигранные, делённые на выигранные и проигранные, по месяцу создания сделки. Считаются решения в срок дозревания после создания и только месяцы, у которых этот срок прошёл: иначе молодые месяцы кажутся хуже.',
        'en': 'Won divided by won and lost, by the month the deal was created. Only decisions within the maturity period after creation count, and only months for which that period has passed: young months would look worse.',
    },
) }}

with sources_with_lost as (

    select source_relation
    from {{ ref('fct_deals') }}
    where is_lost
    group by source_relation

),

deals as (

    select
        deals.*,
        {{ audit_calendar_days('deals.created_at', 'deals.closed_at') }} as days_to_decision,
        {{ audit_calendar_days('deals.created_at', 'parameters.as_of') }} as days_observed,
        parameters.win_rate_maturity_days
    from {{ ref('fct_deals') }} as deals
    inner join sources_with_lost
        on deals.source_relation = sources_with_lost.source_relation
    cross join {{ ref('audit_parameters') }} as parameters
    where
        deals.is_kpi_eligible
        and deals.created_at is not null

)

select
    deal_id as entity_id,
    user_id,
    team_id,
    source_channel as channel,
    customer_id,
    user_id as cluster_id,
    created_at as observed_at,
    cast(case when is_won then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    not is_open
    and not is_go_live_import
    and days_observed >= win_rate_maturity_days
    and coalesce(days_to_decision between 0 and win_rate_maturity_days, false) as is_complete
from deals
