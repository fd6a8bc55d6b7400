-- depends_on: {{ ref('dim_customers') }}
{%- for kpi_id in var('kpis') %}
{%- set declaration = kpi_declaration(kpi_id) %}
{%- set observations = ref('kpi_' ~ kpi_id) %}
{%- set has_bucket = declaration.statistic in ('km_median', 'median', 'nps') %}
{{ 'union all' if not loop.first }}
select
    '{{ kpi_id }}' as kpi,
    {{ audit_segment_columns(declaration) | indent(4) }},
    month,
    {{ 'cast(null as varchar)' if has_bucket else 'person_id' }} as user_id,
    bucket,
    cast(count(*) as bigint) as n,
    cast(sum(case when is_complete then 1 else 0 end) as bigint) as n_complete,
    sum(case when is_complete then value end) as value_sum,
    sum(case when is_complete then weight end) as weight_sum,
    sum(case when is_complete then value * value end) as value_sq_sum
from (
    select
        team_id,
        user_id,
        user_id as person_id,
        channel,
        {%- if declaration.by_customer %}
        customer_segment,
        region,
        {%- endif %}
        {{ audit_month('observed_at') }} as month,
        {%- if has_bucket %}
        {{ audit_bucket('value', declaration.resolution) }} as bucket,
        {%- else %}
        cast(null as {{ double_type() }}) as bucket,
        {%- endif %}
        value,
        weight,
        is_complete
    from {{ audit_segment_rows(observations, declaration) | indent(4) }} as facts
) as observations
group by {{ audit_segment_sets(declaration, ['month', 'bucket'] if has_bucket else ['month', 'bucket', 'person_id']) }}
{%- endfor %}
