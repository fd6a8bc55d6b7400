{# The exact quantile of a column, interpolated. #}
{% macro audit_quantile(column, quantile) -%}
    {{- return(adapter.dispatch('audit_quantile')(column, quantile)) -}}
{%- endmacro %}

{% macro duckdb__audit_quantile(column, quantile) -%}
    quantile_cont({{ column }}, {{ quantile }})
{%- endmacro %}

{% macro spark__audit_quantile(column, quantile) -%}
    percentile({{ column }}, {{ quantile }})
{%- endmacro %}

{% macro default__audit_quantile(column, quantile) -%}
    percentile_cont({{ quantile }}) within group (order by {{ column }})
{%- endmacro %}


{# The texts of a column in one text, in the order of another column. #}
{% macro audit_joined(column, separator, ordered_by) -%}
    {{- return(adapter.dispatch('audit_joined')(column, separator, ordered_by)) -}}
{%- endmacro %}

{% macro spark__audit_joined(column, separator, ordered_by) -%}
    array_join(transform(sort_array(collect_list(struct({{ ordered_by }} as o, {{ column }} as t))), x -> x.t), '{{ separator }}')
{%- endmacro %}

{% macro default__audit_joined(column, separator, ordered_by) -%}
    string_agg({{ column }}, '{{ separator }}' order by {{ ordered_by }})
{%- endmacro %}


{# The value of a column in the row where another column is least; rows where one of the two is null do not count. #}
{% macro audit_first_value(column, ordered_by) -%}
    {{- return(adapter.dispatch('audit_first_value')(column, ordered_by)) -}}
{%- endmacro %}

{% macro default__audit_first_value(column, ordered_by) -%}
    min_by({{ column }}, {{ ordered_by }})
{%- endmacro %}

{% macro spark__audit_first_value(column, ordered_by) -%}
    min_by({{ column }}, case when {{ column }} is not null then {{ ordered_by }} end)
{%- endmacro %}

{% macro postgres__audit_first_value(column, ordered_by) -%}
    (array_agg({{ column }} order by {{ ordered_by }})
        filter (where {{ column }} is not null and {{ ordered_by }} is not null))[1]
{%- endmacro %}


{# The value of a column in the row where another column is greatest; rows where one of the two is null do not count. #}
{% macro audit_last_value(column, ordered_by) -%}
    {{- return(adapter.dispatch('audit_last_value')(column, ordered_by)) -}}
{%- endmacro %}

{% macro default__audit_last_value(column, ordered_by) -%}
    max_by({{ column }}, {{ ordered_by }})
{%- endmacro %}

{% macro spark__audit_last_value(column, ordered_by) -%}
    max_by({{ column }}, case when {{ column }} is not null then {{ ordered_by }} end)
{%- endmacro %}

{% macro postgres__audit_last_value(column, ordered_by) -%}
    (array_agg({{ column }} order by {{ ordered_by }} desc)
        filter (where {{ column }} is not null and {{ ordered_by }} is not null))[1]
{%- endmacro %}


{# One row per day of a range, both ends included; no row when an end is null. Column: day (date). #}
{% macro audit_days(first_day, last_day, relation) -%}
    {{- return(adapter.dispatch('audit_days')(first_day, last_day, relation)) -}}
{%- endmacro %}

{% macro duckdb__audit_days(first_day, last_day, relation) -%}
    select cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date) as day
    from {{ relation }}
{%- endmacro %}

{% macro spark__audit_days(first_day, last_day, relation) -%}
    select explode(sequence({{ first_day }}, {{ last_day }}, interval 1 day)) as day
    from {{ relation }}
{%- endmacro %}

{% macro default__audit_days(first_day, last_day, relation) -%}
    select cast(generate_series({{ first_day }}, {{ last_day }}, interval '1 day') as date) as day
    from {{ relation }}
{%- endmacro %}


{# A value rounded to the nearest multiple of a resolution, halves upwards. #}
{% macro audit_bucket(column, resolution) -%}
    cast(round(cast(floor({{ column }} / {{ resolution }} + 0.5) * {{ resolution }} as decimal(28, 8)), 6) as {{ double_type() }})
{%- endmacro %}


{# One row per member of a list. #}
{% macro audit_each(column) -%}
    {{- return(adapter.dispatch('audit_each')(column)) -}}
{%- endmacro %}

{% macro spark__audit_each(column) -%}
    explode({{ column }})
{%- endmacro %}

{% macro default__audit_each(column) -%}
    unnest({{ column }})
{%- endmacro %}


{# Whether a list has a member. #}
{% macro audit_has_any(column) -%}
    {{- return(adapter.dispatch('audit_has_any')(column)) -}}
{%- endmacro %}

{% macro duckdb__audit_has_any(column) -%}
    len({{ column }}) > 0
{%- endmacro %}

{% macro spark__audit_has_any(column) -%}
    size({{ column }}) > 0
{%- endmacro %}

{% macro default__audit_has_any(column) -%}
    cardinality({{ column }}) > 0
{%- endmacro %}


{# Whether a text contains a match of a regular expression, case ignored. #}
{% macro audit_matches(text, pattern) -%}
    {{- return(adapter.dispatch('audit_matches')(text, pattern)) -}}
{%- endmacro %}

{% macro duckdb__audit_matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }}, 'i')
{%- endmacro %}

{% macro spark__audit_matches(text, pattern) -%}
    {{ text }} rlike concat('(?i)', {{ pattern }})
{%- endmacro %}

{% macro postgres__audit_matches(text, pattern) -%}
    {{ text }} ~* {{ pattern }}
{%- endmacro %}
