{#
  Salesforce writes an id with 15 characters, where capitals matter, or with 18, of which the last three say which
  letters are capitals. Both are brought to 18; anything else is left as it is.
-#}
{% macro salesforce_id(column) -%}
    case
        when {{ fits(column, '[0-9A-Za-z]{15}') }}
            then {{ column }}
            {%- for block in range(3) %}
            || {{ salesforce_check_letter(column, block) }}
            {%- endfor %}
        else {{ clean_text(column) }}
    end
{%- endmacro %}

{# The letter that says which of five characters are capitals, the first one as the lowest bit. #}
{% macro salesforce_check_letter(column, block) -%}
    substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1
        {%- for place in range(5) %}
        + case when substr({{ column }}, {{ block * 5 + place + 1 }}, 1) between 'A' and 'Z' then {{ 2 ** place }} else 0 end
        {%- endfor %}, 1)
{%- endmacro %}


{# The id of another record as a key that means something only within its source. #}
{% macro salesforce_key(kind, column) -%} '{{ kind }}:' || _source_relation || ':' || {{ salesforce_id(column) }} {%- endmacro %}


{# A user: the id of a user record stays, a name becomes a pseudonym. #}
{% macro salesforce_user(column) -%}
    case
        when {{ fits(column, '005[0-9A-Za-z]{12}([0-9A-Za-z]{3})?') }} then {{ salesforce_id(column) }}
        else {{ person_key(column) }}
    end
{%- endmacro %}


{# Whether a row of a connector's table of all versions (history mode) was replaced by a later one. #}
{% macro is_old_version() -%}
    coalesce(not typed_version_is_current, typed_version_ended_at < date '2101-01-01', false)
{%- endmacro %}
