{#
  One figure of risk over the rows of a select: how many rows there are, how many of them are a case, and that share.
  Without rows, or where `is_told` does not hold, the figure is null: unknown, never zero. Columns: figure (text),
  n (integer), n_cases (integer), figure_value (double).
-#}
{% macro risk_share(figure, is_case, is_told='count(*) > 0') -%}
    {%- set n_cases = "sum(case when " ~ is_case ~ " then 1 else 0 end)" -%}
    '{{ figure }}' as figure,
    cast(count(*) as integer) as n,
    cast(case when {{ is_told }} then {{ n_cases }} end as integer) as n_cases,
    case when {{ is_told }} then cast({{ n_cases }} as {{ double_type() }}) / nullif(count(*), 0) end as figure_value
{%- endmacro %}
