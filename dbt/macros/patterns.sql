{#
  Regular expressions, written as RE2 knows them: \d, \s, \x{00a0}, and letters as [\p{L}], always inside brackets.
-#}

{# Whether the whole text fits a regular expression. #}
{% macro fits(text, pattern) -%}
    {{- return(adapter.dispatch('fits', 'crm_audit')(text, pattern)) -}}
{%- endmacro %}

{% macro duckdb__fits(text, pattern) -%} regexp_full_match({{ text }}, '{{ pattern }}') {%- endmacro %}

{% macro spark__fits(text, pattern) -%} {{ text }} rlike '^({{ pattern | replace('\\', '\\\\') }})$' {%- endmacro %}

{# What says that case does not matter must stand first. #}
{% macro postgres__fits(text, pattern) -%}
    {%- set flag = '(?i)' if pattern.startswith('(?i)') else '' -%}
    {{ text }} ~ '{{ flag }}^({{ posix_pattern(pattern[flag | length:]) }})$'
{%- endmacro %}


{# Whether a part of the text fits a regular expression. #}
{% macro holds_pattern(text, pattern) -%}
    {{- return(adapter.dispatch('holds_pattern', 'crm_audit')(text, pattern)) -}}
{%- endmacro %}

{% macro duckdb__holds_pattern(text, pattern) -%} regexp_matches({{ text }}, '{{ pattern }}') {%- endmacro %}

{% macro spark__holds_pattern(text, pattern) -%} {{ text }} rlike '{{ pattern | replace('\\', '\\\\') }}' {%- endmacro %}

{% macro postgres__holds_pattern(text, pattern) -%} {{ text }} ~ '{{ posix_pattern(pattern) }}' {%- endmacro %}


{# The first part of the text that fits a regular expression, or the group of it with this number; null when none does. #}
{% macro extract_pattern(text, pattern, group=0) -%}
    {{- return(adapter.dispatch('extract_pattern', 'crm_audit')(text, pattern, group)) -}}
{%- endmacro %}

{% macro duckdb__extract_pattern(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{% macro spark__extract_pattern(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', {{ group }}), '')
{%- endmacro %}

{% macro postgres__extract_pattern(text, pattern, group) -%}
    nullif(regexp_substr({{ text }}, '{{ posix_pattern(pattern) }}', 1, 1, '', {{ group }}), '')
{%- endmacro %}


{# The text with every match of a regular expression replaced. #}
{% macro replace_pattern(text, pattern, replacement='') -%}
    {{- return(adapter.dispatch('replace_pattern', 'crm_audit')(text, pattern, replacement)) -}}
{%- endmacro %}

{% macro duckdb__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', '{{ replacement }}')
{%- endmacro %}

{% macro postgres__replace_pattern(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ posix_pattern(pattern) }}', '{{ replacement }}', 'g')
{%- endmacro %}


{# The same expression in the words of PostgreSQL. #}
{% macro posix_pattern(pattern) -%}
    {{- modules.re.sub('\\\\x\\{([0-9a-f]{4})\\}', '\\\\u\\1', pattern) | replace('\\p{L}', '[:alpha:]') | replace('\\P{L}', '[^[:alpha:]]') -}}
{%- endmacro %}
