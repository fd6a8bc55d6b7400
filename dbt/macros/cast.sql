{# The value cast to a type, or null when it cannot be. #}
{% macro safe_cast(value, type) -%}
    {{- return(adapter.dispatch('safe_cast', 'crm_audit')(value, type)) -}}
{%- endmacro %}

{% macro default__safe_cast(value, type) -%} try_cast({{ value }} as {{ type }}) {%- endmacro %}

{% macro postgres__safe_cast(value, type) -%} engine.try_{{ type.split('(')[0] | replace(' ', '_') }}(cast({{ value }} as text))
    {{- '::' ~ type if '(' in type }} {%- endmacro %}


{# The engine's name of a 64-bit float. #}
{% macro double_type() -%}
    {{- return(adapter.dispatch('double_type', 'crm_audit')()) -}}
{%- endmacro %}

{% macro spark__double_type() -%} double {%- endmacro %}

{% macro default__double_type() -%} double precision {%- endmacro %}
