{# A length of time in seconds, as a double: plain seconds, minutes:seconds or hours:minutes:seconds; else null. #}
{% macro parse_seconds(column) -%}
    case
        when {{ fits(column, '\\d{1,7}([.,]\\d+)?') }} then {{ safe_cast("replace(" ~ column ~ ", ',', '.')", double_type()) }}
        when {{ fits(column, '\\d{1,4}:[0-5]\\d(:[0-5]\\d)?') }}
            then {{ safe_cast("split_part(" ~ column ~ ", ':', 1)", double_type()) }} * 60
                + {{ safe_cast("split_part(" ~ column ~ ", ':', 2)", double_type()) }}
                {#- With hours in front, what was added so far are minutes. #}
                + case
                    when {{ fits(column, '.*:.*:.*') }}
                        then (
                            {{ safe_cast("split_part(" ~ column ~ ", ':', 1)", double_type()) }} * 60
                            + {{ safe_cast("split_part(" ~ column ~ ", ':', 2)", double_type()) }}
                        ) * 59
                        + {{ safe_cast("split_part(" ~ column ~ ", ':', 3)", double_type()) }}
                    else 0
                end
    end
{%- endmacro %}


{# A timestamp, a whole number of seconds later. #}
{% macro add_seconds(moment, seconds) -%}
    {{- return(adapter.dispatch('add_seconds', 'crm_audit')(moment, seconds)) -}}
{%- endmacro %}

{% macro duckdb__add_seconds(moment, seconds) -%}
    {{ moment }} + to_seconds(cast({{ seconds }} as bigint))
{%- endmacro %}

{% macro spark__add_seconds(moment, seconds) -%}
    timestampadd(second, cast({{ seconds }} as bigint), {{ moment }})
{%- endmacro %}

{% macro default__add_seconds(moment, seconds) -%}
    {{ moment }} + cast({{ seconds }} as bigint) * interval '1 second'
{%- endmacro %}
