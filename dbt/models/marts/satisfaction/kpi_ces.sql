{{ kpi(
    label={'ru': 'Лёгкость решения вопроса CES', 'en': 'Customer effort CES'},
    short={'ru': 'CES', 'en': 'CES'},
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
        'ru': 'Доля ответов клиентов в верхней трети шкалы (5–7 из 7, где 7 — «очень легко») на вопрос, легко ли было решить вопрос. Сравниваются только ответы по шкале последнего ответа. Из нескольких ответов клиента за месяц берётся последний.',
        'en': 'Share of answers of customers in the upper third of the scale (5–7 of 7, where 7 means very easy) to the question how easy it was. Only answers on the scale of the latest answer are compared. Of several answers of a customer in a month the last one counts.',
    },
) }}

{{ answers_in_upper_part('ces', 2.0 / 3) }}
