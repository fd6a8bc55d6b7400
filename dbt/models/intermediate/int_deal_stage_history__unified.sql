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
        'history' as basis,
        cast(null as integer) as precision_days,
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

),

-- Two files of history may note the same entry, a moment apart.
noted as (

    select
        *,
        lag(stage) over (partition by deal_id order by entered_at, stage_order, _file_id, _row_number) as stage_before,
        lag(_file_id) over (partition by deal_id order by entered_at, stage_order, _file_id, _row_number) as file_before
    from entries
    where copy_number = 1

),

deals_with_history as (

    select distinct deal_id
    from entries

),

exported_stages as (

    select
        *,
        lag(stage) over (partition by deal_id order by exported_at) as previous_stage
    from {{ ref('int_deal_snapshots') }}
    where stage is not null

),

-- Seen in an export, a stage was entered since the export before; a decision has its own date.
bounded as (

    select
        exported_stages.*,
        case
            when
                exported_stages.closed_at <= exported_stages.exported_at
                and coalesce(exported_stages.closed_at > exported_stages.seen_before_at, true)
                then exported_stages.closed_at
        end as decided_at,
        coalesce(exported_stages.seen_before_at, exported_stages.created_at) as not_before
    from exported_stages
    left join deals_with_history
        on exported_stages.deal_id = deals_with_history.deal_id
    where
        deals_with_history.deal_id is null
        and exported_stages.stage is distinct from exported_stages.previous_stage

),

every_entry as (

    select
        deal_id,
        pipeline,
        stage,
        stage_order,
        category,
        entered_at,
        user_id,
        is_automatic,
        basis,
        precision_days,
        source_relation,
        _file_id,
        _row_number
    from noted
    where
        stage_before is null
        or stage <> stage_before
        or _file_id = file_before
    union all
    select
        deal_id,
        pipeline,
        stage,
        stage_order,
        status as category,
        coalesce(decided_at, exported_at) as entered_at,
        user_id,
        cast(null as boolean) as is_automatic,
        'snapshots' as basis,
        case
            when decided_at is not null then 0
            else cast({{ audit_calendar_days('not_before', 'exported_at') }} as integer)
        end as precision_days,
        source_relation,
        _file_id,
        _row_number
    from bounded

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
    basis,
    precision_days,
    source_relation,
    _file_id,
    _row_number
from every_entry
