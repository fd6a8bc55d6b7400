-- What the codes of pipelines and stages are called; null where two sources call one code by different names.
select
    pipeline,
    stage,
    case when count(distinct pipeline_name) = 1 then min(pipeline_name) end as pipeline_name,
    case when count(distinct stage_name) = 1 then min(stage_name) end as stage_name
from {{ ref('int_stages__listed') }}
group by pipeline, stage
