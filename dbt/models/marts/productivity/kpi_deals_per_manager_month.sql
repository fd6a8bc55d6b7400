{{ kpi(
    label={'ru': 'Выигранные сделки на менеджера в месяц', 'en': 'Won deals per manager and month'},
    short={'ru': 'Сделок на менеджера', 'en': 'Deals per manager'},
    unit='count',
    better='higher',
    statistic='ratio',
    bounds=[0, none],
    materiality=0.05,
    area='productivity',
    inputs=['deals'],
    code='K05',
    definition={
        'ru': 'Выигранные сделки, делённые на отработанные менеджеро-месяцы. Месяц берётся в доле, отработанной по кадровым данным; без них — месяцы с активностью не менее чем в пять дней; без активностей — от месяца первого до месяца последнего закрытия сделки. Неполный последний месяц и выигрыши в неотработанный месяц не входят.',
        'en': 'Won deals divided by manager-months worked. A month counts with the share worked by the staff list; without it, months with activity on at least five days; without activities, from the month of the first to the month of the last closing. A running last month and wins in a month not worked are left out.',
    },
) }}

select
    user_id || '/' || cast(month as varchar) as entity_id,
    user_id,
    team_id,
    cast(null as varchar) as channel,
    user_id as cluster_id,
    cast(month as timestamp) as observed_at,
    cast(n_won as {{ double_type() }}) as value,
    worked_share as weight,
    is_month_over and worked_share > 0 as is_complete
from {{ ref('manager_months') }}
