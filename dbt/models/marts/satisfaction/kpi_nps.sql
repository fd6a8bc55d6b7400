{{ kpi(
    label={'ru': 'Индекс лояльности NPS', 'en': 'Net Promoter Score'},
    short={'ru': 'NPS', 'en': 'NPS'},
    unit='points',
    better='higher',
    statistic='nps',
    bounds=[-100, 100],
    materiality=0.05,
    area='satisfaction',
    inputs=['survey_responses'],
    code='K13',
    by_customer=true,
    resolution=1.0,
    definition={
        'ru': 'Доля оценок 9–10 минус доля оценок 0–6 на вопрос о рекомендации со шкалой 0–10, в пунктах. Другие шкалы не пересчитываются. Из нескольких ответов клиента за месяц берётся последний.',
        'en': 'Share of answers 9–10 minus share of answers 0–6 to the recommendation question on a scale of 0–10, in points. Other scales are not converted. Of several answers of a customer in a month the last one counts.',
    },
) }}

select
    response_id as entity_id,
    cast(null as varchar) as user_id,
    cast(null as varchar) as team_id,
    cast(null as varchar) as channel,
    customer_id,
    coalesce(customer_id, respondent_key, response_id) as cluster_id,
    answered_at as observed_at,
    value,
    cast(1 as {{ double_type() }}) as weight,
    is_latest_of_respondent as is_complete
from {{ ref('fct_survey_responses') }}
where
    question_kind = 'nps'
    and respondent_type = 'customer'
    and scale_min = 0
    and scale_max = 10
    and value is not null
    and not is_out_of_scale
