{{ kpi(
    label={'ru': 'Конверсия лида в клиента', 'en': 'Lead conversion'},
    short={'ru': 'Конверсия', 'en': 'Conversion'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='funnel',
    inputs=['leads'],
    code='K06',
    by_customer=true,
    definition={
        'ru': 'Доля лидов месяца, ставших клиентами (выигранная сделка) не позже чем через W календарных дней; W задан в настройках аудита. Без спама, дублей, тестовых и лидов от действующих клиентов; только лиды, за которыми наблюдали W дней. Выигрыш раньше лида — дефект данных и конверсией не считается.',
        'en': 'Share of the leads of a month that became customers (a won deal) within W calendar days; W is a setting of the audit. Spam, duplicates, tests and leads of existing customers are left out, and so are leads observed for fewer than W days. A win before the lead is a defect of the data and not a conversion.',
    },
) }}

select
    leads.lead_id as entity_id,
    leads.user_id,
    leads.team_id,
    leads.source_channel as channel,
    leads.customer_id,
    leads.user_id as cluster_id,
    leads.created_at as observed_at,
    cast(
        case when leads.days_to_won between 0 and parameters.conversion_window_days then 1 else 0 end
        as {{ double_type() }}
    ) as value,
    cast(1 as {{ double_type() }}) as weight,
    {{ audit_calendar_days('leads.created_at', 'parameters.as_of') }} >= parameters.conversion_window_days
    and (leads.days_to_won is not null or not leads.is_won) as is_complete
from {{ ref('fct_leads') }} as leads
cross join {{ ref('audit_parameters') }} as parameters
where
    leads.is_kpi_eligible
    and leads.created_at is not null
