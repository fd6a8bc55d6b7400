{#
  The declaration of a KPI, written above the rows it measures.

  It refuses a wrong declaration while dbt parses, naming the file, and keeps a right one in the
  model's `config.meta.kpi`, where the marts, the checks and the report read it. `by_customer` says that the rows have a
  column customer_id, so that the KPI is given by segment and region of customers.
-#}
{% macro kpi(
    label, short, unit, better, statistic, area, definition,
    bounds=none, materiality=0.05, inputs=[], code=none, resolution=1.0, by_customer=false,
    materialized='view'
) -%}
    {%- set areas = [
        'sales', 'funnel', 'cycle', 'retention', 'productivity', 'satisfaction',
        'support', 'automation', 'adoption', 'data_quality',
    ] -%}
    {%- set statistics = ['monthly_sum', 'km_median', 'median', 'share', 'mean', 'ratio', 'nps'] -%}
    {{- kpi_refuse_unless_in('unit', unit, ['money', 'days', 'hours', 'share', 'points', 'count']) -}}
    {{- kpi_refuse_unless_in('better', better, ['higher', 'lower']) -}}
    {{- kpi_refuse_unless_in('statistic', statistic, statistics) -}}
    {{- kpi_refuse_unless_in('area', area, areas) -}}
    {%- if model.resource_type == 'model' -%}
        {{- kpi_refuse_unless_in('name', model.name | replace('kpi_', '', 1), var('kpis')) -}}
    {%- endif -%}
    {%- for name, texts in [('label', label), ('short', short), ('definition', definition)] -%}
        {%- if texts is not mapping or not texts.get('ru') or not texts.get('en') -%}
            {{- kpi_refuse(name ~ " needs a text for 'ru' and for 'en'") -}}
        {%- endif -%}
    {%- endfor -%}
    {%- if bounds is not none and (bounds is not sequence or bounds | length != 2) -%}
        {{- kpi_refuse('bounds must be [lowest, highest], either of them none') -}}
    {%- endif -%}
    {%- if resolution is not number or resolution <= 0 -%}
        {{- kpi_refuse('resolution must be a number above 0, in the unit of the KPI') -}}
    {%- endif -%}
    {{- config(materialized=materialized, meta={'kpi': {
        'label': label, 'short': short, 'unit': unit, 'better': better, 'statistic': statistic,
        'bounds': bounds, 'materiality': materiality, 'area': area, 'inputs': inputs, 'code': code,
        'definition': definition, 'resolution': resolution, 'by_customer': by_customer,
    }}) -}}
{%- endmacro %}


{% macro kpi_refuse_unless_in(name, value, allowed) -%}
    {%- if value not in allowed -%}
        {{- kpi_refuse(name ~ " is '" ~ value ~ "'; expected one of: " ~ allowed | join(', ')) -}}
    {%- endif -%}
{%- endmacro %}


{% macro kpi_refuse(reason) -%}
    {{- exceptions.raise_compiler_error(model.original_file_path ~ ': ' ~ reason) -}}
{%- endmacro %}


{# The declaration of one KPI as kept in the manifest; empty while dbt parses. #}
{% macro kpi_declaration(kpi_id) -%}
    {%- set node = graph.nodes.get('model.' ~ project_name ~ '.kpi_' ~ kpi_id) if execute else none -%}
    {{- return(node.config.meta.kpi if node else {'statistic': 'share', 'resolution': 1.0, 'by_customer': false}) -}}
{%- endmacro %}


{# A column of the names of some KPIs, to count one row for each of them. #}
{% macro kpi_names(names) -%}
    {%- for name in names %}
    {{ 'union all ' if not loop.first }}select '{{ name }}' as kpi_or_entity
    {%- endfor %}
{%- endmacro %}
