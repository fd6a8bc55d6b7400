with settings_stages as (

    select
        source_relation,
        pipeline,
        {{ fold('stage') }} as stage_folded,
        stage_order,
        category
    from {{ source('settings', 'stages') }}

),

seen as (

    {{ audit_union('deal', audit_staging_models('deal'), superseded=false) | indent(4) }}

),

seen_in_history as (

    {{ audit_union('deal_stage_history', audit_staging_models('deal_stage_history'), superseded=false) | indent(4) }}

),

stages as (

    select
        system,
        source_relation,
        pipeline,
        stage
    from seen
    where stage is not null
    union
    select
        system,
        source_relation,
        pipeline,
        stage
    from seen_in_history
    where stage is not null

),

-- A stage is in the lists by its id, or by its name where the export holds names.
listed as (

    select
        stages.source_relation,
        stages.pipeline,
        stages.stage,
        case when count(distinct listed_stages.stage_order) = 1 then min(listed_stages.stage_order) end as stage_order,
        case when count(distinct listed_stages.category) = 1 then min(listed_stages.category) end as category
    from stages
    inner join {{ ref('int_stages__listed') }} as listed_stages
        on
            stages.source_relation = listed_stages.source_relation
            and (
                stages.stage = listed_stages.stage
                or {{ fold('stages.stage') }} = {{ fold('listed_stages.stage_name') }}
            )
            and (
                stages.pipeline is null
                or stages.pipeline = listed_stages.pipeline
                or {{ fold('stages.pipeline') }} = {{ fold('listed_stages.pipeline_name') }}
            )
    group by stages.source_relation, stages.pipeline, stages.stage

),

ranked as (

    select
        stages.source_relation,
        stages.pipeline,
        stages.stage,
        coalesce(settings_stages.stage_order, listed.stage_order) as stage_order,
        coalesce(settings_stages.category, listed.category, stage_status.category) as category,
        row_number() over (
            partition by stages.source_relation, stages.pipeline, stages.stage
            order by
                case when settings_stages.category is null then 1 else 0 end,
                case when settings_stages.pipeline is null then 1 else 0 end,
                case when settings_stages.source_relation is null then 1 else 0 end,
                settings_stages.stage_order,
                stage_status.category
        ) as place
    from stages
    left join settings_stages
        on
            {{ fold('stages.stage') }} = settings_stages.stage_folded
            and (settings_stages.source_relation is null or stages.source_relation = settings_stages.source_relation)
            and (settings_stages.pipeline is null or stages.pipeline = settings_stages.pipeline)
    left join listed
        on
            stages.source_relation = listed.source_relation
            and stages.stage = listed.stage
            and stages.pipeline is not distinct from listed.pipeline
    left join {{ ref('stage_status') }} as stage_status
        on
            stages.system = stage_status.system
            and {{ stage_key('stages.stage') }} = stage_status.stage

)

select
    source_relation,
    pipeline,
    stage,
    stage_order,
    category
from ranked
where place = 1
