{#
  How many of the fields that a record should have are filled. A field that no row of the file fills was not
  exported: it says nothing of how the record was kept, so it is not asked for.
-#}
{% macro n_fields_required(columns) -%}
    cast(
        {%- for column in columns %}
        case when max(case when {{ is_filled(column) }} then 1 end) over (partition by _file_id) = 1 then 1 else 0 end
        {{- ' +' if not loop.last }}
        {%- endfor %}
        as integer
    )
{%- endmacro %}

{% macro n_fields_filled(columns) -%}
    cast(
        {%- for column in columns %}
        case when {{ is_filled(column) }} then 1 else 0 end{{ ' +' if not loop.last }}
        {%- endfor %}
        as integer
    )
{%- endmacro %}

{# An amount of zero says that nobody entered one. #}
{% macro is_filled(column) -%}
    {%- if column == 'amount' -%} coalesce(typed_amount, 0) <> 0 {%- else -%} ({{ has_value(column) }}) {%- endif -%}
{%- endmacro %}
