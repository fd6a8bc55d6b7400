-- Stages as the lists of pipelines name them: their names, their places, and whether they are won or lost.
with stage_rows as (

    {{ audit_union('pipeline_stage', audit_staging_models('pipeline_stage'), superseded=false) | indent(4) }}

),

pipeline_rows as (

    {{ audit_union('pipeline', audit_staging_models('pipeline'), superseded=false) | indent(4) }}

),

nested_stages as (

    {{ unnest_listed_stages('pipeline_rows') }}

),

pipeline_names as (

    select
        source_relation,
        pipeline,
        min(pipeline_name) as pipeline_name
    from pipeline_rows
    where pipeline is not null
    group by source_relation, pipeline

),

stages as (

    select
        source_relation,
        pipeline,
        pipeline_name,
        stage,
        stage_name,
        stage_order,
        category
    from stage_rows
    where stage is not null
    union all
    select
        source_relation,
        pipeline,
        pipeline_name,
        stage,
        stage_name,
        stage_order,
        category
    from nested_stages
    where stage is not null
    union all
    select
        source_relation,
        pipeline,
        pipeline_name,
        cast(null as varchar) as stage,
        cast(null as varchar) as stage_name,
        cast(null as integer) as stage_order,
        cast(null as varchar) as category
    from pipeline_names

)

select
    stages.source_relation,
    stages.pipeline,
    stages.stage,
    coalesce(min(stages.pipeline_name), min(pipeline_names.pipeline_name)) as pipeline_name,
    min(stages.stage_name) as stage_name,
    min(stages.stage_order) as stage_order,
    case when count(distinct stages.category) = 1 then min(stages.category) end as category
from stages
left join pipeline_names
    on
        stages.source_relation = pipeline_names.source_relation
        and stages.pipeline = pipeline_names.pipeline
group by stages.source_relation, stages.pipeline, stages.stage
