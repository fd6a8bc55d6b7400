{#
  What the level of an integration takes, in one place: a choice of ours (a guess), printed with the report's table.
  works: the least share of records that must be found on the other side; reconciled: the same share and the largest gap
  of amounts at which both sides agree.
-#}
{% macro integration_threshold(name) -%}
    {{- {'works': 0.5, 'reconciled': 0.98, 'gap': 0.01}[name] -}}
{%- endmacro %}


{# Rates of value added tax of the region, in per cent: an amount that differs by one of them differs by the tax. #}
{% macro vat_rates() -%}
    {{- return([5, 7, 10, 12, 16, 18, 20, 22]) -}}
{%- endmacro %}


{#
  A number by which two systems know the same record, without the ways of writing it: words and signs in front
  (deal 17, D_17, №17), the date that 1C writes behind (УТ-17 от 05.03.2024), the .0 of a spreadsheet, blanks, signs
  between, leading zeros, and letters that look alike in Latin and Cyrillic.
-#}
{% macro link_key(column) -%}
    {%- set text = "lower(trim(" ~ column ~ "))" -%}
    {%- set text = replace_pattern(text, ' (от|from|dated) .*$', '') -%}
    {%- set text = replace_pattern(text, '^(deal|d|сделка|заказ|order|id|no|n)?[ _:#№.-]*([0-9].*)$', '\\2') -%}
    {%- set text = replace_pattern(text, '^([0-9]+)[.,]0+$', '\\1') -%}
    {%- set text = replace_pattern(text, '[^0-9a-zа-яё]', '') -%}
    {%- set text = replace_pattern(text, '(^|[a-zа-яё])0+([0-9])', '\\1\\2') -%}
    nullif(translate({{ text }}, 'abcehkmoptxy', 'авсенкмортху'), '')
{%- endmacro %}


{# The numbers in one cell: several stand there between semicolons, bars, line ends, or commas with a blank. #}
{% macro link_parts(column) -%}
    {{- return(adapter.dispatch('link_parts', 'crm_audit')(column)) -}}
{%- endmacro %}

{% macro spark__link_parts(column) -%} split({{ column }}, '[;|\\n]|, ') {%- endmacro %}

{% macro default__link_parts(column) -%} regexp_split_to_array({{ column }}, '[;|\n]|, ') {%- endmacro %}
