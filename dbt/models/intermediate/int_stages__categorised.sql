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

ranked as (

    select
        stages.source_relation,
        stages.pipeline,
        stages.stage,
        settings_stages.stage_order,
        coalesce(settings_stages.category, stage_status.category) as category,
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
