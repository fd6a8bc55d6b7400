with parts as (
    {%- for part in [
        'entities', 'cycle', 'funnel', 'sales', 'retention',
        'productivity', 'support', 'satisfaction', 'adoption', 'data_quality',
        'automation',
    ] %}
    {{ 'union all' if not loop.first }}
    select
        kpi_or_entity,
        reason,
        n
    from {{ ref('audit_exclusions__' ~ part) }}
    {%- endfor %}

)

select
    kpi_or_entity,
    reason,
    cast(sum(n) as bigint) as n
from parts
group by kpi_or_entity, reason
