{#
  Personal data end here. A name, phone, e-mail or tax id becomes the first 16 characters of its HMAC-SHA-256 under
  the key of the workspace. The key is read from its file while a query runs, so it is never in the warehouse.
-#}
{% macro pseudonym(column, kind='name') -%}
    {{- return(adapter.dispatch('pseudonym', 'crm_audit')(column, kind)) -}}
{%- endmacro %}

{% macro duckdb__pseudonym(column, kind) -%}
    left(sha256(_outer_key || unhex(sha256(_inner_key || encode({{ normal_form(column, kind) }})))), 16)
{%- endmacro %}

{# Other engines have no sha256 over bytes in common: a target of theirs brings its own version. #}
{% macro default__pseudonym(column, kind) -%}
    {{- exceptions.raise_compiler_error('pseudonym is not implemented for ' ~ target.type) -}}
{%- endmacro %}

{% macro key_block(line) -%}
    (select unhex(trim(split_part(content, chr(10), {{ line }}))) from read_text('{{ key_file() }}'))
{%- endmacro %}

{% macro key_file() -%}
    {{- env_var('CRM_AUDIT_KEY_FILE', '../data/demo/.pseudonym-key') | replace("'", "''") if execute -}}
{%- endmacro %}


{# The form in which two spellings of one person or company are equal; null when nothing is left. #}
{% macro normal_form(column, kind) -%}
    {%- if kind == 'phone' -%}
    {%- set digits = "regexp_replace(" ~ column ~ ", '\\D', '', 'g')" -%}
    case
        when length({{ digits }}) < 5 then null
        when length({{ digits }}) = 11 and {{ digits }} like '8%' then '7' || substr({{ digits }}, 2)
        when length({{ digits }}) = 10 and {{ digits }} like '9%' then '7' || {{ digits }}
        else {{ digits }}
    end
    {%- elif kind == 'email' -%}
    case when {{ column }} like '%_@_%' then lower({{ column }}) end
    {%- elif kind == 'tax' -%}
    nullif(regexp_replace(split_part({{ column }}, '/', 1), '\D', '', 'g'), '')
    {%- elif kind == 'company' -%}
    nullif(trim(regexp_replace(
        regexp_replace({{ fold(clean_text(column)) }}, '["«»“”„''.,()]', ' ', 'g'),
        '(^|\s+)(ооо|оао|зао|пао|нао|ао|ип|тоо|чп|общество с ограниченной ответственностью|llc|ltd|inc|gmbh|corp)(\s+|$)|\s+', ' ', 'g'
    )), '')
    {%- else -%}
    {{ fold(clean_text(column)) }}
    {%- endif -%}
{%- endmacro %}


{# The key of a user: numbers of the system stay as they are, names and e-mails become pseudonyms. #}
{% macro person_key(column) -%}
    case
        when {{ fits(column, '\\d{1,10}') }} then {{ column }}
        when {{ column }} is not null then {{ pseudonym(column) }}
    end
{%- endmacro %}


{#
  The key of whatever identifies a customer in a file that has one column for it. Codes of the source stay, with the
  name of the source; names and e-mails become the keys that other sources give them.
-#}
{% macro native_key(column) -%}
    case
        when {{ fits(column, '[A-Za-z]{0,4}[_-]?\\d{1,9}|[0-9a-f]{32}') }}
            then 'company:' || _source_relation || ':' || {{ column }}
        when {{ column }} like '%_@_%' then {{ email_key(column) }}
        else {{ name_key(column) }}
    end
{%- endmacro %}

{# Keys say what they are made of, so that they can be compared between sources. #}
{% macro tax_key(column) -%} 'tax:' || {{ pseudonym(column, 'tax') }} {%- endmacro %}

{% macro phone_key(column) -%} 'phone:' || {{ pseudonym(column, 'phone') }} {%- endmacro %}

{% macro email_key(column) -%} 'email:' || {{ pseudonym(column, 'email') }} {%- endmacro %}

{% macro name_key(column) -%} 'name:' || {{ pseudonym(column, 'company') }} {%- endmacro %}

{% macro contact_name_key(column) -%} 'contact_name:' || {{ pseudonym(column) }} {%- endmacro %}

{# A number of the source itself: it means nothing without the name of the source. #}
{% macro source_key(kind, column) -%} '{{ kind }}:' || _source_relation || ':' || {{ clean_text(column) }} {%- endmacro %}


{# The same for the first of the records that an API lists as JSON: [{"id": 17, ...}, ...]. #}
{% macro linked_key(kind, column) -%}
    '{{ kind }}:' || _source_relation || ':' || nullif(regexp_extract({{ column }}, '^(\[\{"id": ?"?)?(\d+)', 2), '')
{%- endmacro %}


{# Whether a title marks a test record: the pattern is a setting of the audit. #}
{% macro is_test_name(column) -%}
    coalesce(regexp_matches({{ column }}, '{{ test_name_pattern() | replace("'", "''") }}'), false)
{%- endmacro %}

{# The pattern as a literal: an engine compiles a literal once, a column again for every row. #}
{% macro test_name_pattern() -%}
    {%- set pattern = '(?i)(^|\\P{L})(тест|test)' -%}
    {%- if execute and load_relation(source('settings', 'parameters')) -%}
        {%- set found = run_query("select value from " ~ source('settings', 'parameters') ~ " where name = 'test_name_pattern'") -%}
        {%- set pattern = found.columns[0].values()[0] if found and found.rows | length and found.columns[0].values()[0] else pattern -%}
    {%- endif -%}
    {{- return(pattern) -}}
{%- endmacro %}
