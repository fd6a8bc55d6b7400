{{ kpi(
    label={'ru': 'Длительность сделки до решения', 'en': 'Deal cycle to decision'},
    short={'ru': 'Цикл сделки', 'en': 'Deal cycle'},
    unit='days',
    better='lower',
    statistic='km_median',
    bounds=[0, 1825],
    materiality=0.05,
    area='cycle',
    inputs=['deals'],
    code='K02',
    by_customer=true,
    resolution=1.0,
    definition={
        'ru': 'Медиана календарных дней от первого контакта (создание лида или первый разговор, иначе создание сделки) до выигрыша или проигрыша, по месяцу начала; открытые сделки учтены как ещё не решённые (Каплан — Мейер). Не входят сделки, закрытые не позже начала, и сделки, перенесённые в день запуска.',
        'en': 'Median calendar days from first contact (lead created or first conversation, else deal created) to won or lost, by month of the start; open deals count as not yet decided (Kaplan–Meier). Deals closed no later than they began and deals carried over on the go-live day are left out.',
    },
) }}

select
    deal_id as entity_id,
    user_id,
    team_id,
    source_channel as channel,
    customer_id,
    user_id as cluster_id,
    started_at as observed_at,
    days_open as value,
    cast(1 as {{ double_type() }}) as weight,
    not is_open as is_complete
from {{ ref('fct_deals') }}
where
    is_kpi_eligible
    and not is_go_live_import
    and not has_cycle_defect
    and days_open >= 0
