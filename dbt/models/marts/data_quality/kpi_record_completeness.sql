{{ kpi(
    label={'ru': 'Заполненность карточек', 'en': 'Record completeness'},
    short={'ru': 'Заполненность', 'en': 'Completeness'},
    unit='share',
    better='higher',
    statistic='ratio',
    bounds=[0, 1],
    materiality=0.05,
    area='data_quality',
    inputs=['deals'],
    code='K26',
    by_customer=true,
    definition={
        'ru': 'Заполненные обязательные поля сделок, делённые на обязательные на её стадии; по месяцу создания. Поля, которых выгрузка не содержит, не считаются.',
        'en': 'Filled required fields of the deals divided by the fields required at their stage, by month of creation. Fields that the export does not hold are not counted.',
    },
) }}

select
    deal_id as entity_id,
    user_id,
    team_id,
    source_channel as channel,
    customer_id,
    coalesce(user_id, 'nobody') as cluster_id,
    created_at as observed_at,
    cast(n_fields_filled as {{ double_type() }}) as value,
    cast(n_fields_required as {{ double_type() }}) as weight,
    true as is_complete
from {{ ref('fct_deals') }}
where
    is_kpi_eligible
    and n_fields_required > 0
