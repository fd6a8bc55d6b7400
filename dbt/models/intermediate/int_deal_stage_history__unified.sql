with every_row as (

    {{ audit_union('deal_stage_history', audit_staging_models('deal_stage_history'), superseded=false) | indent(4) }}

),

entries as (

    select
        every_row.source_relation || ':' || every_row.deal_id as deal_id,
        every_row.pipeline,
        every_row.stage,
        coalesce(stages.stage_order, every_row.stage_order) as stage_order,
        coalesce(every_row.category, stages.category, 'open') as category,
        every_row.entered_at,
        {{ audit_user_id('every_row') }} as user_id,
        every_row.is_automatic,
        every_row.source_relation,
        every_row._file_id,
        every_row._row_number,
        row_number() over (
            partition by every_row.source_relation, every_row.deal_id, every_row.stage, every_row.entered_at
            order by every_row._file_id, every_row._row_number
        ) as copy_number
    from every_row
    left join {{ ref('int_stages__categorised') }} as stages
        on
            every_row.source_relation = stages.source_relation
            and every_row.stage = stages.stage
            and every_row.pipeline is not distinct from stages.pipeline
    where
        every_row.deal_id is not null
        and every_row.stage is not null
        and every_row.entered_at is not null

)

select
    deal_id,
    pipeline,
    stage,
    stage_order,
    category,
    entered_at,
    lead(entered_at) over (partition by deal_id order by entered_at, stage_order, _file_id, _row_number) as exited_at,
    user_id,
    is_automatic,
    source_relation,
    _file_id,
    _row_number
from entries
where copy_number = 1
