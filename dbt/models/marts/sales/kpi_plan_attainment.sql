{{ kpi(
    label={'ru': 'Выполнение плана продаж', 'en': 'Attainment of the sales plan'},
    short={'ru': 'Выполнение плана', 'en': 'Plan attainment'},
    unit='share',
    better='higher',
    statistic='ratio',
    bounds=[0, none],
    materiality=0.05,
    area='sales',
    inputs=['sales_targets'],
    code='K22',
    definition={
        'ru': 'Объём продаж периода плана, делённый на план. Планы берутся на самом подробном уровне периода: менеджер, иначе команда, иначе компания; продажи тех, у кого плана нет, не входят. Из версий плана действует последняя, выгруженная до начала периода. Идущий период сравнивается с частью плана по прошедшим рабочим дням и в сравнение периодов не входит.',
        'en': 'Sales volume of the period of a plan, divided by the plan. Plans count at the finest level of the period: manager, else team, else company; sales of those without a plan are left out. Of several versions of a plan the last one exported before the period began is valid. A running period is held against the part of the plan for the working days that are over, and stays out of the comparison of periods.',
    },
) }}

select
    cast(starts_on as varchar) || '/' || coalesce(user_id, team_id, 'company') as entity_id,
    user_id,
    team_id,
    cast(null as varchar) as channel,
    coalesce(user_id, team_id, 'company') as cluster_id,
    cast(starts_on as timestamp) as observed_at,
    actual_amount as value,
    planned_amount_to_date as weight,
    is_over as is_complete
from {{ ref('plan_attainment') }}
where
    is_finest_level
    and n_working_days_over > 0
