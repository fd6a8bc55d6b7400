{#
  A moment as a timestamp without zone, in the company's time zone. Read are: ISO with or without time,
  fractions and offset; dd.mm.yyyy and dd.mm.yy; d/m/y or m/d/y as date_order says, also with am and pm;
  yyyy/mm/dd, also with the offset that Google Forms writes; yyyymmdd; Unix seconds and milliseconds; Excel's day numbers.
  Impossible dates, words and ambiguous dates are null. Nothing is clipped: see in_range.
-#}
{% macro parse_timestamp(column, date_order='_date_order') -%}
    {%- set text = column -%}
    {%- set hour = '([01]?\\d|2[0-3])' -%}
    {%- set iso_clock = '[ T]' ~ hour ~ ':\\d{2}(:\\d{2}([.,]\\d{1,9})?)?' -%}
    {%- set clock = '(,? ' ~ hour ~ ':\\d{2}(:\\d{2})?( ?[AaPp][Mm])?)?' -%}
    case
        when {{ column }} is null then null
        when {{ column }} like '__.__.____ __:__:__' and coalesce({{ date_order }}, 'dmy') = 'dmy'
            then {{ read_moment(column, '%d.%m.%Y %H:%M:%S') }}
        when {{ column }} like '__.__.____' and coalesce({{ date_order }}, 'dmy') = 'dmy'
            then {{ read_moment(column, '%d.%m.%Y') }}
        when {{ column }} like '____-__-__ __:__:__' then {{ read_moment(column, '%Y-%m-%d %H:%M:%S') }}
        when {{ column }} like '____-__-__' then {{ read_moment(column, '%Y-%m-%d') }}
        when {{ fits(text, '\\d{4}-\\d{1,2}-\\d{1,2}(' ~ iso_clock ~ ')?') }}
            then {{ safe_cast('replace(' ~ text ~ ", ',', '.')", 'timestamp') }}
        when {{ fits(text, '\\d{4}-\\d{2}-\\d{2}' ~ iso_clock ~ ' ?([Zz]|UTC|[+-]\\d{2}(:?\\d{2})?)') }}
            then timezone(
                _timezone,
                {{ safe_cast(
                    "regexp_replace(replace(replace(upper(" ~ text ~ "), ',', '.'), 'UTC', 'Z'), ' ([Z+-])', '\\1')",
                    'timestamptz'
                ) }}
            )
        when {{ fits(text, '\\d{1,2}\\.\\d{1,2}\\.(\\d{4}|\\d{2})' ~ clock) }}
            then {{ parse_ordered(text, 'coalesce(' ~ date_order ~ ", 'dmy')") }}
        when {{ fits(text, '\\d{1,2}([/-])\\d{1,2}[/-](\\d{4}|\\d{2})' ~ clock) }}
            then {{ parse_ordered(text, date_order) }}
        when {{ fits(text, '\\d{4}[/.]\\d{1,2}[/.]\\d{1,2}' ~ clock ~ '( (GMT|UTC)([+-]\\d{1,2})?)?') }}
            then {{ parse_year_first(text) }}
        when {{ fits(text, '(19|20)\\d{6}') }} then {{ read_moment(text, '%Y%m%d') }}
        when {{ fits(text, '\\d{9,10}') }}
            then timezone(_timezone, to_timestamp(cast({{ text }} as {{ double_type() }})))
        when {{ fits(text, '\\d{13}') }}
            then timezone(_timezone, to_timestamp(cast({{ text }} as {{ double_type() }}) / 1000))
        when {{ fits(text, '[2-7]\\d{4}([.,]\\d+)?') }}
            then {{ parse_serial(text) }}
    end
{%- endmacro %}

{# Day and month in the given order, parted by points, slashes or dashes; null when no order is proven. #}
{% macro parse_ordered(text, date_order) -%}
    {%- set slashed = one_separator(text) -%}
    case
        when {{ date_order }} = 'dmy' then {{ read_moment(slashed, clock_formats('%d/%m/%Y')) }}
        when {{ date_order }} = 'mdy' then {{ read_moment(slashed, clock_formats('%m/%d/%Y')) }}
    end
{%- endmacro %}

{# Slashes between the parts of the date, four digits for the year, capitals for am and pm. #}
{% macro one_separator(text) -%}
    regexp_replace(
        replace(translate(upper({{ text }}), '.-', '//'), ',', ''),
        '^(\d{1,2}/\d{1,2}/)(\d{2})( |$)', '\1{{ '20' }}\2\3'
    )
{%- endmacro %}

{% macro clock_formats(day) -%}
    {%- for clock in [' %I:%M:%S %p', ' %I:%M:%S%p', ' %I:%M %p', ' %I:%M%p', ' %H:%M:%S', ' %H:%M', ''] -%}
    {{ day }}{{ clock }}{{ '|' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}


{# A text as a timestamp under the first of the formats that it has (those of strptime, parted by |); null when it has none. #}
{% macro read_moment(text, formats) -%}
    {{- return(adapter.dispatch('read_moment', 'crm_audit')(text, formats)) -}}
{%- endmacro %}

{% macro duckdb__read_moment(text, formats) -%}
    {%- set every = formats.split('|') -%}
    try_strptime({{ text }}, {{ "'" ~ formats ~ "'" if every | length == 1 else "['" ~ every | join("', '") ~ "']" }})
{%- endmacro %}

{% macro postgres__read_moment(text, formats) -%}
    engine.read_moment({{ text }}, array['{{ formats.split('|') | join("', '") }}'])
{%- endmacro %}


{# Year, month, day with a clock and an offset in whole hours, as Google Forms writes it. #}
{% macro parse_year_first(text) -%}
    {%- set plain = "regexp_replace(replace(replace(upper(" ~ text ~ "), '.', '/'), ',', ''), ' (GMT|UTC).*$', '')" -%}
    {%- set local = read_moment(plain, clock_formats('%Y/%m/%d')) -%}
    case
        when {{ text }} like '%GMT%' or {{ text }} like '%UTC%'
            then timezone(
                _timezone,
                timezone(
                    'UTC',
                    {{ add_seconds(
                        local, 'coalesce(' ~ safe_cast(extract_pattern(text, '([+-]\\d+)$'), 'integer') ~ ', 0) * -3600'
                    ) }}
                )
            )
        else {{ local }}
    end
{%- endmacro %}


{# Days since 1899-12-30, as Excel counts them; the fraction is the time of day, to the second. #}
{% macro parse_serial(text) -%}
    {{ add_seconds(
        "timestamp '1899-12-30'", "round(cast(replace(" ~ text ~ ", ',', '.') as " ~ double_type() ~ ") * 86400)"
    ) }}
{%- endmacro %}


{# A moment that an API writes in UTC without saying so; one that names its offset, or is a day, is read as it stands. #}
{% macro parse_utc_timestamp(column) -%}
    case
        when {{ fits(column, '\\d{4}-\\d{2}-\\d{2}[ T]\\d{1,2}:\\d{2}:\\d{2}([.]\\d{1,9})?') }}
            then timezone(_timezone, timezone('UTC', {{ safe_cast(column, 'timestamp') }}))
        else {{ parse_timestamp(column) }}
    end
{%- endmacro %}


{# A date; a time of day is dropped. #}
{% macro parse_date(column, date_order='_date_order') -%}
    cast({{ parse_timestamp(column, date_order) }} as date)
{%- endmacro %}


{# The first day of a period that is written as a date or as a month: 2024-03, 03.2024, 2024-Q1, март 2024. #}
{% macro parse_period(column, date_order='_date_order') -%}
    {%- set text = column -%}
    case
        when {{ fits(text, '\\d{4}-\\d{2}') }} then cast({{ read_moment(text ~ " || '-01'", '%Y-%m-%d') }} as date)
        when {{ fits(text, '\\d{2}[./]\\d{4}') }} then cast({{ read_moment("'01.' || replace(" ~ text ~ ", '/', '.')", '%d.%m.%Y') }} as date)
        when {{ fits(text, '\\d{4}-?[QqКк][1-4]') }}
            then make_date(cast(left({{ text }}, 4) as integer), cast(right({{ text }}, 1) as integer) * 3 - 2, 1)
        when {{ fits(text, '[\\p{L}]+ \\d{4}( г\\.?)?') }}
            then cast({{ read_moment(
                extract_pattern(text, '\\d{4}') ~ " || '-' || " ~ month_number(text) ~ " || '-01'", '%Y-%m-%d'
            ) }} as date)
        else {{ parse_date(column, date_order) }}
    end
{%- endmacro %}

{% macro month_number(text) -%}
    {%- set months = ['янв jan', 'фев feb', 'мар mar', 'апр apr', 'май may', 'июн jun', 'июл jul', 'авг aug', 'сен sep', 'окт oct', 'ноя nov', 'дек dec'] -%}
    case left(lower({{ text }}), 3)
        {%- for names in months %}
        when '{{ names.split()[0] }}' then '{{ '%02d' | format(loop.index) }}'
        when '{{ names.split()[1] }}' then '{{ '%02d' | format(loop.index) }}'
        {%- endfor %}
    end
{%- endmacro %}


{# The moment, if it lies in 2000 to 2100; anything else is a placeholder or an error. #}
{% macro in_range(timestamp) -%}
    case when {{ timestamp }} >= date '1990-01-01' and {{ timestamp }} < date '2101-01-01' then {{ timestamp }} end
{%- endmacro %}


{# The company's time zone, from the settings of the audit. #}
{% macro company_timezone() -%}
    (select coalesce(max(value), 'UTC') from {{ source('settings', 'parameters') }} where name = 'timezone')
{%- endmacro %}
