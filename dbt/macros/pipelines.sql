{#
  The stages inside the pipelines that an API lists, one row for each: amoCRM's statuses (142 won, 143 lost) and the
  stages of HubSpot (metadata say whether they are closed and how likely won). `stages` is JSON text.
-#}
{% macro unnest_listed_stages(relation) -%}
    {{- return(adapter.dispatch('unnest_listed_stages', 'crm_audit')(relation)) -}}
{%- endmacro %}

{% macro duckdb__unnest_listed_stages(relation) -%}
    select
        {{ relation }}.source_relation,
        {{ relation }}.pipeline,
        {{ relation }}.pipeline_name,
        listed.value ->> '$.id' as stage,
        coalesce(listed.value ->> '$.name', listed.value ->> '$.label') as stage_name,
        try_cast(coalesce(listed.value ->> '$.sort', listed.value ->> '$.displayOrder') as integer) as stage_order,
        case
            when {{ relation }}.system = 'amocrm' and listed.value ->> '$.id' = '142' then 'won'
            when {{ relation }}.system = 'amocrm' and listed.value ->> '$.id' = '143' then 'lost'
            when lower(listed.value ->> '$.metadata.isClosed') = 'true'
                then case when try_cast(listed.value ->> '$.metadata.probability' as double) > 0 then 'won' else 'lost' end
            else 'open'
        end as category
    from {{ relation }}, json_each(case when json_valid({{ relation }}.stages) then {{ relation }}.stages end) as listed
{%- endmacro %}

{# Other engines have no lateral reading of a JSON list in common: a target of theirs brings its own version. #}
{% macro default__unnest_listed_stages(relation) -%}
    {{- exceptions.raise_compiler_error('unnest_listed_stages is not implemented for ' ~ target.type) -}}
{%- endmacro %}
