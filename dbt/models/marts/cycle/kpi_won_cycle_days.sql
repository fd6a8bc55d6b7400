{{ kpi(
    label={'ru': 'Цикл выигранной сделки', 'en': 'Cycle of won deals'},
    short={'ru': 'Цикл выигранных', 'en': 'Won cycle'},
    unit='days',
    better='lower',
    statistic='median',
    bounds=[0, 1825],
    materiality=0.05,
    area='cycle',
    inputs=['deals'],
    code='K02',
    by_customer=true,
    resolution=1.0,
    definition={
        'ru': 'Медиана дней от первого контакта до выигрыша, только выигранные сделки, по месяцу начала; такой показатель видят на экране CRM. До и после сравниваются только дозревшие месяцы: сделки, решённые в срок дозревания после начала.',
        'en': 'Median days from first contact to won, won deals only, by month of the start; the figure that a CRM screen shows. Before and after compare matured months only: deals decided within the maturity period after their start.',
    },
) }}

select
    deals.deal_id as entity_id,
    deals.user_id,
    deals.team_id,
    deals.source_channel as channel,
    deals.customer_id,
    deals.user_id as cluster_id,
    deals.started_at as observed_at,
    deals.days_open as value,
    cast(1 as {{ double_type() }}) as weight,
    not deals.has_cycle_defect
    and not deals.is_go_live_import
    and deals.days_open <= parameters.win_rate_maturity_days
    and {{ audit_calendar_days('deals.started_at', 'parameters.as_of') }} >= parameters.win_rate_maturity_days
        as is_complete
from {{ ref('fct_deals') }} as deals
cross join {{ ref('audit_parameters') }} as parameters
where
    deals.is_won
    and deals.is_kpi_eligible
    and deals.days_open is not null
