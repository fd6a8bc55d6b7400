{#
  The stages inside the pipelines that an API lists, one row for each: amoCRM's statuses (142 won, 143 lost) and the
  stages of HubSpot (metadata say whether they are closed and how likely won). `stages` is JSON text.
-#}
{% macro unnest_listed_stages(relation) -%}
    {{- return(adapter.dispatch('unnest_listed_stages', 'crm_audit')(relation)) -}}
{%- endmacro %}

{% macro duckdb__unnest_listed_stages(relation) -%}
    {{ listed_stages(relation, "(listed.value ->> '$.", "')") }}
    from {{ relation }}, json_each(case when json_valid({{ relation }}.stages) then {{ relation }}.stages end) as listed
{%- endmacro %}

{% macro postgres__unnest_listed_stages(relation) -%}
    {{ listed_stages(relation, "jsonb_path_query_first(listed, '$.", "') #>> '{}'") }}
    from {{ relation }}, jsonb_array_elements(engine.try_json({{ relation }}.stages)) as listed
{%- endmacro %}

{# The columns of such a row; a value of the JSON object is the text between `opening` and `closing` with its path. #}
{% macro listed_stages(relation, opening, closing) -%}
    {%- set is_closed = opening ~ 'metadata.isClosed' ~ closing -%}
    {%- set probability = opening ~ 'metadata.probability' ~ closing -%}
    {%- set sort = 'coalesce(' ~ opening ~ 'sort' ~ closing ~ ', ' ~ opening ~ 'displayOrder' ~ closing ~ ')' -%}
    select
        {{ relation }}.source_relation,
        {{ relation }}.pipeline,
        {{ relation }}.pipeline_name,
        {{ opening }}id{{ closing }} as stage,
        coalesce({{ opening }}name{{ closing }}, {{ opening }}label{{ closing }}) as stage_name,
        {{ safe_cast(sort, 'integer') }} as stage_order,
        case
            when {{ relation }}.system = 'amocrm' and {{ opening }}id{{ closing }} = '142' then 'won'
            when {{ relation }}.system = 'amocrm' and {{ opening }}id{{ closing }} = '143' then 'lost'
            when lower({{ is_closed }}) = 'true'
                then case when {{ safe_cast(probability, double_type()) }} > 0 then 'won' else 'lost' end
            else 'open'
        end as category
{%- endmacro %}
