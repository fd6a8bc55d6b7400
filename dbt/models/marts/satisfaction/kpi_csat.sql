{{ kpi(
    label={'ru': 'Удовлетворённость CSAT', 'en': 'Customer satisfaction CSAT'},
    short={'ru': 'CSAT', 'en': 'CSAT'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='satisfaction',
    inputs=['survey_responses'],
    code='K12',
    by_customer=true,
    definition={
        'ru': 'Доля ответов клиентов в верхней четверти шкалы (4–5 из 5) на вопрос об удовлетворённости. Сравниваются только ответы по шкале последнего ответа: другая шкала — другой вопрос. Из нескольких ответов клиента за месяц берётся последний.',
        'en': 'Share of answers of customers in the upper quarter of the scale (4–5 of 5) to the question on satisfaction. Only answers on the scale of the latest answer are compared: another scale is another question. Of several answers of a customer in a month the last one counts.',
    },
) }}

{{ answers_in_upper_part('csat', 0.75) }}
