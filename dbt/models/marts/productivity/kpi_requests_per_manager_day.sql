{{ kpi(
    label={'ru': 'Обращений на менеджера за рабочий день', 'en': 'Requests per manager and working day'},
    short={'ru': 'Обращений на менеджера', 'en': 'Requests per manager'},
    unit='count',
    better='higher',
    statistic='ratio',
    bounds=[0, none],
    materiality=0.05,
    area='productivity',
    inputs=['tickets', 'activities'],
    code='K04',
    definition={
        'ru': 'Обращения, впервые обработанные сотрудником, делённые на рабочие дни тех, кто обрабатывает обращения: дни календаря их отдела, в которые они работали по кадровым данным и не отсутствовали; без кадров — от месяца первого до месяца последнего обращения. Обращение — заявка; если заявок в данных нет вовсе — входящий контакт (несколько контактов клиента за день — одно обращение). Учтён тот, кто первым что-то сделал; где известен только нынешний исполнитель — он. Не входят и посчитаны: закрытые системой, объединённые, без обработки, обработанные роботом или с общего ящика, неполный последний месяц. Число зависит и от того, сколько обращений пришло.',
        'en': 'Requests first handled by a person, divided by the working days of those who handle requests: days of the calendar of their team on which they were employed by the staff list and not absent; without a staff list, from the month of their first to that of their last request. A request is a ticket; where the data hold no tickets at all, an incoming contact (several contacts of a customer on one day are one). Whoever acted first counts; where only the present owner is known, the owner. Left out and counted: closed by the system, merged, not handled, handled by a robot or from a shared inbox, a running last month. The figure depends on how many requests came in, too.',
    },
) }}

select
    user_id || '/' || cast(month as varchar) as entity_id,
    user_id,
    team_id,
    cast(null as varchar) as channel,
    user_id as cluster_id,
    cast(month as timestamp) as observed_at,
    cast(n_requests as {{ double_type() }}) as value,
    working_days as weight,
    is_month_over and working_days > 0 as is_complete
from {{ ref('handler_months') }}
