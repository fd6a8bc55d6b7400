{{ kpi(
    label={'ru': 'Сделки по установленному пути', 'en': 'Deals on the allowed path'},
    short={'ru': 'По установленному пути', 'en': 'On the allowed path'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='funnel',
    inputs=['deal_stage_history', 'deals'],
    code='K21',
    definition={
        'ru': 'Доля решённых сделок, прошедших этапы воронки по порядку: без возвратов и с пропуском не более заданного числа этапов (kpi.allowed_skipped_stages), по месяцу закрытия. Проигрыш возможен с любого этапа. Переходы, сделанные роботом, этапы вне списка воронки и путь до повторного открытия или переноса из другой воронки не считаются отклонением. Отдельно, вне доли: закрытые без единого действия сотрудника, без истории этапов, без заданного порядка этапов.',
        'en': 'Share of decided deals that passed the stages of the pipeline in order: no way back, and no more stages left out than set (kpi.allowed_skipped_stages), by month of closing. A deal may be lost from any stage. Moves by a robot, stages not in the list of the pipeline, and the way before a deal was reopened or came from another pipeline are no deviation. Counted apart and not in the share: deals closed without a single activity of a person, without a history of stages, without a given order of stages.',
    },
) }}

select
    deal_id as entity_id,
    user_id,
    team_id,
    channel,
    user_id as cluster_id,
    closed_at as observed_at,
    cast(case when is_conforming then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    true as is_complete
from {{ ref('deal_paths') }}
where exclusion is null
