{#
  What typing lost. Each takes the names of raw columns whose typed value the model holds as typed_<name>.
  A column is unreadable when its cell holds something and its typed value is null.
-#}

{# Names of the columns whose cell could not be read, as a list. #}
{% macro unreadable_columns(columns) -%}
    {{ names_where(columns, 'unreadable') }}
{%- endmacro %}


{# Names of the timestamp columns that were read but lie outside 2000 to 2100. #}
{% macro out_of_range_columns(columns) -%}
    {{ names_where(columns, 'out_of_range') }}
{%- endmacro %}


{# Whether one of the required columns is unreadable: such a row stays out of the warehouse. #}
{% macro has_unreadable(columns) -%}
    coalesce(
        {%- for column in columns %}
        {{ unreadable(column) }}{{ ' or' if not loop.last }}
        {%- endfor %},
        false
    )
{%- endmacro %}


{% macro unreadable(column) -%}
    (typed_{{ column }} is null and {{ has_value(column) }})
{%- endmacro %}

{% macro out_of_range(column) -%}
    (typed_{{ column }} < date '1990-01-01' or typed_{{ column }} >= date '2101-01-01')
{%- endmacro %}


{# An empty list of names. #}
{% macro no_columns() -%}
    {{- return(adapter.dispatch('no_columns', 'crm_audit')()) -}}
{%- endmacro %}

{% macro duckdb__no_columns() -%} cast([] as varchar[]) {%- endmacro %}

{% macro spark__no_columns() -%} cast(array() as array<string>) {%- endmacro %}

{% macro postgres__no_columns() -%} cast(array[] as varchar[]) {%- endmacro %}


{% macro names_where(columns, test) -%}
    {{- return(adapter.dispatch('names_where', 'crm_audit')(columns, test)) -}}
{%- endmacro %}

{% macro duckdb__names_where(columns, test) -%}
    {%- set tests = [] -%}
    {%- for column in columns -%}
        {%- do tests.append(unreadable(column) if test == 'unreadable' else out_of_range(column)) -%}
    {%- endfor -%}
    case
        when {{ tests | join(' or ') }}
            then list_filter([
                {%- for column in columns %}
                case when {{ tests[loop.index0] }} then '{{ column }}' end{{ ',' if not loop.last }}
                {%- endfor %}
            ], lambda name: name is not null)
        else {{ no_columns() }}
    end
{%- endmacro %}

{% macro postgres__names_where(columns, test) -%}
    array_remove(array[
        {%- for column in columns %}
        case when {{ unreadable(column) if test == 'unreadable' else out_of_range(column) }} then '{{ column }}' end{{ ',' if not loop.last }}
        {%- endfor %}
    ], null)
{%- endmacro %}
