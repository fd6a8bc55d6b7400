{#
  Reading text. A cell holds one of four things: nothing, a placeholder that stands for nothing, an error that a
  spreadsheet left behind, or a value. read_cells makes nothing and placeholders null and trims the rest; an error is
  null as a text, and unreadable where a typed value is expected. All other macros of staging take what it returns.
-#}

{#
  The named columns of a raw table, trimmed, with the technical columns and, for the macros that need them, the
  company's time zone and the two key blocks of its pseudonyms: read once here, not once for every value.
  `nothing` names, for single columns, further words (in lower case) by which the system says that there is no value.
-#}
{% macro read_cells(relation, columns, pseudonyms=false, nothing={}) -%}
    select
        {%- for column in columns %}
        {%- if column in nothing %}
        case when not {{ is_one_of(bare(column), nothing[column]) }} then {{ cell(column) }} end as {{ column }},
        {%- else %}
        {{ cell(column) }} as {{ column }},
        {%- endif %}
        {%- endfor %}
        {{ company_timezone() }} as _timezone,
        {%- if pseudonyms %}
        {{ key_block(1) }} as _inner_key,
        {{ key_block(2) }} as _outer_key,
        {%- endif %}
        _extra,
        _source_relation,
        _file_id,
        _row_number,
        _snapshot_at,
        _date_order,
        _decimal
    from {{ relation }}
{%- endmacro %}


{#
  The text without blanks around it; null when it is empty or a placeholder. What begins and ends with a digit is
  neither, and is most of the cells: it takes the short way.
-#}
{% macro cell(column) -%}
    case
        when {{ column }} >= '0' and {{ column }} < ':' and right({{ column }}, 1) between '0' and '9' then {{ column }}
        when length({{ column }}) <= 16 and position('|' || lower({{ bare(column) }}) || '|' in '{{ placeholders() }}') > 0
            then null
        else nullif({{ bare(column) }}, '')
    end
{%- endmacro %}

{% macro placeholders() -%}
    |-|--|—|–|?|??|.|n/a|na|null|none|undefined|select|not set|(empty)|(no value)|н/д|нет данных|не указано|не указан|
    {{- 'не указана|не выбрано|не задано|(пусто)|(не указано)|выберите|' -}}
{%- endmacro %}


{# The text without blanks around it: spaces, no-break and thin spaces, tabs, line ends, byte-order marks. #}
{% macro bare(column) -%}
    trim(both '{{ " \t\n\r\u00a0\u2007\u2009\u200b\u202f\ufeff" }}' from {{ column }})
{%- endmacro %}


{# The text of a cell; null for the error of a spreadsheet (#VALUE!, #####) and for "not a number". #}
{% macro clean_text(column) -%}
    case
        when
            ({{ column }} like '#%' or length({{ column }}) <= 4)
            and {{ fits(column, '#+|#[A-ZА-Я0-9/_]+[!?]?|nan|NaN|NAN|NaT|<NA>') }}
            then null
        else {{ column }}
    end
{%- endmacro %}


{# Whether a cell holds something, an error included: what a typed column must then be able to read. #}
{% macro has_value(column) -%}
    {{ column }} is not null
{%- endmacro %}


{# The form in which two texts are compared: lower case, one kind of blank, ё as е. #}
{% macro fold(column) -%}
    replace(lower({{ replace_pattern(column, '[\\s\\x{00a0}\\x{2007}\\x{2009}\\x{202f}]+', ' ') }}), 'ё', 'е')
{%- endmacro %}


{# Whether a cell is one of the words, whatever its case. No IN: engines make a join of a long one. #}
{% macro is_one_of(column, words) -%}
    position('|' || lower({{ column }}) || '|' in '|{{ words | join('|') }}|') > 0
{%- endmacro %}


{#
  The form in which a stage is looked up in stage_status: folded, without the prefix that Bitrix24
  puts before the status ids of further pipelines (C5:WON, DT128_7:SUCCESS).
-#}
{% macro stage_key(column) -%}
    {{ replace_pattern(fold(column), '^(c|dt\\d+_)\\d+:', '') }}
{%- endmacro %}
