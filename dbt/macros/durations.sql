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
