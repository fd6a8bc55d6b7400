{# Seconds from one timestamp to a later one; negative when the order is reversed. #}
{% macro audit_elapsed_seconds(from_at, to_at) -%}
    {{- return(adapter.dispatch('audit_elapsed_seconds')(from_at, to_at)) -}}
{%- endmacro %}

{% macro duckdb__audit_elapsed_seconds(from_at, to_at) -%}
    (epoch({{ to_at }}) - epoch({{ from_at }}))
{%- endmacro %}

{% macro spark__audit_elapsed_seconds(from_at, to_at) -%}
    (unix_timestamp({{ to_at }}) - unix_timestamp({{ from_at }}))
{%- endmacro %}

{% macro default__audit_elapsed_seconds(from_at, to_at) -%}
    extract(epoch from ({{ to_at }} - {{ from_at }}))
{%- endmacro %}


{# Whole calendar days from one date or timestamp to a later one. #}
{% macro audit_calendar_days(from_at, to_at) -%}
    {{- return(adapter.dispatch('audit_calendar_days')(from_at, to_at)) -}}
{%- endmacro %}

{% macro spark__audit_calendar_days(from_at, to_at) -%}
    datediff({{ to_at }}, {{ from_at }})
{%- endmacro %}

{% macro default__audit_calendar_days(from_at, to_at) -%}
    (cast({{ to_at }} as date) - cast({{ from_at }} as date))
{%- endmacro %}


{#
  Days between two timestamps. When one of them carries no time of day, whole calendar days are
  counted: elapsed time would be wrong by half a day on average.
-#}
{% macro audit_days_between(from_at, to_at) -%}
    case
        when {{ from_at }} = date_trunc('day', {{ from_at }}) or {{ to_at }} = date_trunc('day', {{ to_at }})
            then cast({{ audit_calendar_days(from_at, to_at) }} as {{ double_type() }})
        else cast({{ audit_elapsed_seconds(from_at, to_at) }} as {{ double_type() }}) / 86400
    end
{%- endmacro %}


{# A timestamp or date, a number of days later; a date stays a date. #}
{% macro audit_add_days(column, days) -%}
    {{- return(adapter.dispatch('audit_add_days')(column, days)) -}}
{%- endmacro %}

{% macro duckdb__audit_add_days(column, days) -%}
    (cast({{ column }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{% macro spark__audit_add_days(column, days) -%}
    date_add({{ column }}, cast({{ days }} as int))
{%- endmacro %}

{% macro default__audit_add_days(column, days) -%}
    (cast({{ column }} as date) + cast({{ days }} as integer))
{%- endmacro %}


{# First day of the month, as a date. #}
{% macro audit_month(column) -%}
    cast(date_trunc('month', {{ column }}) as date)
{%- endmacro %}


{# Monday of the week, as a date. #}
{% macro audit_week(column) -%}
    cast(date_trunc('week', {{ column }}) as date)
{%- endmacro %}


{# First day of the month after a date. #}
{% macro audit_next_month(column) -%}
    {{- return(adapter.dispatch('audit_next_month')(column)) -}}
{%- endmacro %}

{% macro spark__audit_next_month(column) -%}
    add_months(trunc({{ column }}, 'month'), 1)
{%- endmacro %}

{% macro default__audit_next_month(column) -%}
    cast(date_trunc('month', {{ column }}) + interval '1 month' as date)
{%- endmacro %}


{# A date a number of months later; months is a number or an integer expression. #}
{% macro audit_add_months(column, months) -%}
    {{- return(adapter.dispatch('audit_add_months')(column, months)) -}}
{%- endmacro %}

{% macro spark__audit_add_months(column, months) -%}
    add_months({{ column }}, {{ months }})
{%- endmacro %}

{% macro duckdb__audit_add_months(column, months) -%}
    cast({{ column }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro default__audit_add_months(column, months) -%}
    cast({{ column }} + make_interval(months => {{ months }}) as date)
{%- endmacro %}


{# The day after a period that begins on a day; a grain other than quarter or year is a month. #}
{% macro audit_period_end(starts_on, grain) -%}
    case {{ grain }}
        when 'quarter' then {{ audit_add_months(starts_on, 3) }}
        when 'year' then {{ audit_add_months(starts_on, 12) }}
        else {{ audit_add_months(starts_on, 1) }}
    end
{%- endmacro %}


{#
  Working seconds from the beginning of the calendar to a timestamp. `hours` is the row of `settings.working_hours` for
  the day of that timestamp; the difference of two results is the working time between two timestamps.
-#}
{% macro audit_working_seconds(hours, at) -%}
    {%- set clock = audit_elapsed_seconds("date_trunc('day', " ~ at ~ ")", at) -%}
    (
        {{ hours }}.seconds_before
        + least(greatest({{ clock }} - {{ hours }}.opens, 0), {{ hours }}.closes - {{ hours }}.opens)
        + least(greatest({{ clock }} - {{ hours }}.opens_again, 0), {{ hours }}.closes_again - {{ hours }}.opens_again)
    )
{%- endmacro %}


{# First day of the quarter, as a date. #}
{% macro audit_quarter(column) -%}
    cast(date_trunc('quarter', {{ column }}) as date)
{%- endmacro %}


{# Whole months from one first day of a month to a later one. #}
{% macro audit_months_between(from_day, to_day) -%}
    cast(
        12 * (extract(year from {{ to_day }}) - extract(year from {{ from_day }}))
        + extract(month from {{ to_day }}) - extract(month from {{ from_day }}) as integer
    )
{%- endmacro %}


{# Whether a span of days, both ends included, holds a day of the roll-out: neither before nor after it. #}
{% macro audit_straddles_go_live(from_day, to_day, parameters) -%}
    coalesce({{ from_day }} < {{ parameters }}.last_go_live and {{ to_day }} > {{ parameters }}.first_go_live, false)
{%- endmacro %}
