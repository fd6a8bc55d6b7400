{# The value cast to a type, or null when it cannot be. #}
{% macro safe_cast(value, type) -%}
    {{- return(adapter.dispatch('safe_cast', 'crm_audit')(value, type)) -}}
{%- endmacro %}

{% macro duckdb__safe_cast(value, type) -%} try_cast({{ value }} as {{ type }}) {%- endmacro %}

{% macro spark__safe_cast(value, type) -%} try_cast({{ value }} as {{ type }}) {%- endmacro %}

{% macro default__safe_cast(value, type) -%} cast({{ value }} as {{ type }}) {%- endmacro %}


{# The engine's name of a 64-bit float. #}
{% macro double_type() -%}
    {{- return(adapter.dispatch('double_type', 'crm_audit')()) -}}
{%- endmacro %}

{% macro spark__double_type() -%} double {%- endmacro %}

{% macro default__double_type() -%} double precision {%- endmacro %}


{# Whether the whole text fits a regular expression. #}
{% macro fits(text, pattern) -%}
    {{- return(adapter.dispatch('fits', 'crm_audit')(text, pattern)) -}}
{%- endmacro %}

{% macro duckdb__fits(text, pattern) -%} regexp_full_match({{ text }}, '{{ pattern }}') {%- endmacro %}

{% macro spark__fits(text, pattern) -%} {{ text }} rlike '^({{ pattern | replace('\\', '\\\\') }})$' {%- endmacro %}

{% macro default__fits(text, pattern) -%} {{ text }} ~ '^({{ pattern }})$' {%- endmacro %}


{# The text with every match of a regular expression replaced. #}
{% macro replace_pattern(text, pattern, replacement='') -%}
    {{- return(adapter.dispatch('replace_pattern', 'crm_audit')(text, pattern, replacement)) -}}
{%- endmacro %}

{% macro spark__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', '{{ replacement }}')
{%- endmacro %}

{% macro default__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}
