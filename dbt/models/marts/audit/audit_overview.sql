with cells as (

    select
        kpi,
        sum(n) as n,
        sum(n_complete) as n_complete,
        sum(value_sum) as value_sum,
        sum(weight_sum) as weight_sum,
        sum(case when bucket >= 9 then n_complete else 0 end) as n_promoters,
        sum(case when bucket <= 6 then n_complete else 0 end) as n_detractors,
        min(first_at) as first_at,
        max(last_at) as last_at
    from {{ ref('audit_cells') }}
    group by kpi

),

-- A median cannot be had from the cells: durations are rounded there.
durations as (
    {%- set measured = [] %}
    {%- for kpi_id in var('kpis') %}
    {%- set declaration = kpi_declaration(kpi_id) %}
    {%- set observations = ref('kpi_' ~ kpi_id) %}
    {%- if declaration.statistic in ('km_median', 'median') %}
    {{ 'union all' if measured }}
    select
        '{{ kpi_id }}' as kpi,
        {{ audit_quantile('value', 0.5) }} as median_value,
        avg(value) as mean_value
    from {{ observations }}
    {{ 'where is_complete' if declaration.statistic == 'km_median' }}
    {%- do measured.append(kpi_id) %}
    {%- endif %}
    {%- endfor %}
    {%- if not measured %}
    select
        cast(null as varchar) as kpi,
        cast(null as {{ double_type() }}) as median_value,
        cast(null as {{ double_type() }}) as mean_value
    where false
    {%- endif %}

),

declared as (
    {%- for kpi_id in var('kpis') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ kpi_id }}' as kpi,
        '{{ kpi_declaration(kpi_id).statistic }}' as statistic
    {%- endfor %}

)

select
    declared.kpi,
    declared.statistic,
    cast(coalesce(cells.n, 0) as bigint) as n,
    cast(coalesce(cells.n_complete, 0) as bigint) as n_complete,
    cells.first_at,
    cells.last_at,
    cast(
        case
            when declared.statistic in ('km_median', 'median') then durations.mean_value
            when declared.statistic in ('mean', 'ratio') and cells.weight_sum > 0
                then cells.value_sum / cells.weight_sum
        end as {{ double_type() }}
    ) as mean,
    cast(durations.median_value as {{ double_type() }}) as median,
    cast(
        case when declared.statistic in ('monthly_sum', 'mean', 'ratio') then cells.value_sum end as {{ double_type() }}
    ) as total,
    cast(
        case
            when cells.n_complete = 0 then null
            when declared.statistic = 'share' then cells.value_sum / cells.n_complete
            when declared.statistic = 'nps' then (cells.n_promoters - cells.n_detractors) * 1.0 / cells.n_complete
        end as {{ double_type() }}
    ) as share
from declared
left join cells
    on declared.kpi = cells.kpi
left join durations
    on declared.kpi = durations.kpi
