{#
  Reading text. A cell holds one of four things: nothing, a placeholder that stands for nothing,
  an error that a spreadsheet left behind, or a value. Nothing and placeholders are null; an error
  is null as a text, and unreadable where a typed value is expected.
#}

{# The text without blanks around it: spaces, no-break and thin spaces, tabs, line ends, byte-order marks. #}
{% macro bare(column) -%}
    {{- return(adapter.dispatch('bare', 'crm_audit')(column)) -}}
{%- endmacro %}

{% macro duckdb__bare(column) -%} trim({{ column }}, {{ blanks() }}) {%- endmacro %}

{% macro default__bare(column) -%} trim(both {{ blanks() }} from {{ column }}) {%- endmacro %}

{% macro blanks() -%}
    ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8199) || chr(8201) || chr(8239) || chr(8203) || chr(65279)
{%- endmacro %}


{# Whether a bare text says that there is no value. #}
{% macro is_placeholder(text) -%}
    length({{ text }}) <= 16 and lower({{ text }}) in (
        '', '-', '--', '—', '–', '?', '??', '.', 'n/a', 'na', 'null', 'none', 'undefined', 'select', 'not set',
        'н/д', 'нет', 'нет данных', 'не указано', 'не указан', 'не указана', 'не выбрано', 'не задано', '(пусто)',
        '(не указано)', '(empty)', '(no value)', 'выберите'
    )
{%- endmacro %}


{# Whether a bare text is the error of a spreadsheet cell, such as #VALUE! or #####. #}
{% macro is_cell_error(text) -%}
    {{ text }} like '#%' and {{ fits(text, '#+|#[A-ZА-Я0-9/_]+[!?]?') }}
{%- endmacro %}


{# The bare text; null for nothing, a placeholder, an error and the word that stands for "not a number". #}
{% macro clean_text(column) -%}
    case
        when {{ is_placeholder(bare(column)) }} then null
        when {{ is_cell_error(bare(column)) }} then null
        when lower({{ bare(column) }}) in ('nan', 'nat', '<na>') then null
        else {{ bare(column) }}
    end
{%- endmacro %}


{# Whether a cell holds something, an error included: what a typed column must then be able to read. #}
{% macro has_value(column) -%}
    {{ column }} is not null and not ({{ is_placeholder(bare(column)) }})
{%- endmacro %}


{# The form in which two texts are compared: bare, lower case, one kind of blank, ё as е. #}
{% macro fold(column) -%}
    replace(lower({{ replace_pattern(bare(column), '[\\s\\x{00a0}\\x{2007}\\x{2009}\\x{202f}]+', ' ') }}), 'ё', 'е')
{%- endmacro %}


{#
  The form in which a stage is looked up in stage_status: folded, without the prefix that Bitrix24
  puts before the status ids of further pipelines (C5:WON, DT128_7:SUCCESS).
-#}
{% macro stage_key(column) -%}
    {{ replace_pattern(fold(column), '^(c|dt\\d+_)\\d+:', '') }}
{%- endmacro %}
