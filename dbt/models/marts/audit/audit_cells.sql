{%- for kpi_id in var('kpis') %}
{%- set declaration = kpi_declaration(kpi_id) %}
{%- set is_duration = declaration.statistic in ('km_median', 'median') %}
{%- set has_bucket = is_duration or declaration.statistic == 'nps' %}
{{ 'union all' if not loop.first }}
select
    '{{ kpi_id }}' as kpi,
    {{ audit_month('observed_at') }} as month,
    team_id,
    {{ 'cast(null as varchar)' if has_bucket else 'user_id' }} as user_id,
    {{ 'cast(null as varchar)' if has_bucket else 'channel' }} as channel,
    {%- if has_bucket %}
    {{ audit_bucket('value', declaration.resolution) }} as bucket,
    {%- else %}
    cast(null as {{ double_type() }}) as bucket,
    {%- endif %}
    cast(count(*) as bigint) as n,
    cast(sum(case when is_complete then 1 else 0 end) as bigint) as n_complete,
    sum(case when is_complete then value end) as value_sum,
    sum(case when is_complete then weight end) as weight_sum,
    sum(case when is_complete then value * value end) as value_sq_sum,
    min(observed_at) as first_at,
    max(observed_at) as last_at
from {{ ref('kpi_' ~ kpi_id) }}
group by 1, 2, 3, 4, 5, 6
{%- endfor %}
