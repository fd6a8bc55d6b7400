-- depends_on: {{ ref('dim_customers') }}
with windows as (

    select
        period,
        starts_on,
        ends_before
    from {{ source('settings', 'windows') }}

),

clusters as (
    {%- set clustered = [] %}
    {%- for kpi_id in var('kpis') %}
    {%- set declaration = kpi_declaration(kpi_id) %}
    {%- set observations = ref('kpi_' ~ kpi_id) %}
    {%- if declaration.statistic in ('mean', 'ratio') %}
    {{ 'union all' if clustered }}
    select
        '{{ kpi_id }}' as kpi,
        period,
        cluster_id,
        {{ audit_segment_columns(declaration) | indent(8) }},
        sum(value) as value_sum,
        sum({{ 'weight' if declaration.statistic == 'ratio' else '1.0' }}) as weight_sum
    from {{ audit_segment_rows(observations, declaration) | indent(4) }} as observations
    inner join windows
        on
            observations.observed_at >= windows.starts_on
            and observations.observed_at < windows.ends_before
    where is_complete
    group by {{ audit_segment_sets(declaration, ['period', 'cluster_id']) | indent(4) }}
    {%- do clustered.append(kpi_id) %}
    {%- endif %}
    {%- endfor %}
    {%- if not clustered %}
    select
        cast(null as varchar) as kpi,
        cast(null as varchar) as period,
        cast(null as varchar) as cluster_id,
        cast(null as varchar) as segment,
        cast(null as varchar) as segment_value,
        cast(null as {{ double_type() }}) as value_sum,
        cast(null as {{ double_type() }}) as weight_sum
    where false
    {%- endif %}

)

select
    kpi,
    segment,
    segment_value,
    period,
    cast(count(*) as bigint) as n_clusters,
    cast(sum(value_sum) as {{ double_type() }}) as value_sum,
    cast(sum(weight_sum) as {{ double_type() }}) as weight_sum,
    cast(sum(value_sum * value_sum) as {{ double_type() }}) as yy,
    cast(sum(value_sum * weight_sum) as {{ double_type() }}) as yw,
    cast(sum(weight_sum * weight_sum) as {{ double_type() }}) as ww
from clusters
group by kpi, segment, segment_value, period
