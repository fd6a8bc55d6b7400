{# The questions of a survey row: one row per key of the JSON object in `column`, as question and answer. #}
{% macro unnest_answers(relation, column='_extra') -%}
    {{- return(adapter.dispatch('unnest_answers', 'crm_audit')(relation, column)) -}}
{%- endmacro %}

{% macro duckdb__unnest_answers(relation, column) -%}
    select
        {{ relation }}.*,
        asked.key as question,
        {{ cell("(asked.value ->> '$')") }} as answer
    from {{ relation }}, json_each({{ relation }}.{{ column }}) as asked
{%- endmacro %}

{% macro postgres__unnest_answers(relation, column) -%}
    select
        {{ relation }}.*,
        asked.key as question,
        {{ cell('asked.value') }} as answer
    from {{ relation }}, json_each_text(cast({{ relation }}.{{ column }} as json)) as asked
{%- endmacro %}


{# The number an answer gives: 9, "9 - very likely", "4 из 5"; null for words. #}
{% macro answer_value(column) -%}
    {{ safe_cast(
        'replace(' ~ extract_pattern(column, '^([0-9]{1,3}([.,][0-9]+)?)(\\s*$|\\s+[^0-9]|\\s*[-–—.:)(])', 1) ~ ", ',', '.')",
        double_type()
    ) }}
{%- endmacro %}
