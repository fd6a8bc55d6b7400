{# Canonical id of a row, unique over all systems. Null stays null. #}
{% macro audit_id(native_id, relation) -%}
    {{ relation }}.source_relation || ':' || {{ relation }}.{{ native_id }}
{%- endmacro %}


{#
  Canonical id of a person. A pseudonym of a name (16 hexadecimal digits) is the same person in every system;
  a number means something only within its own system.
-#}
{% macro audit_user_id(relation, column='user_id') -%}
    case
        when {{ audit_is_person(relation, column) }} then 'person:' || {{ relation }}.{{ column }}
        else {{ relation }}.source_relation || ':' || {{ relation }}.{{ column }}
    end
{%- endmacro %}


{# Whether the key of a person is the pseudonym of a name; else it is a number of its source. #}
{% macro audit_is_person(relation, column='user_id') -%}
    (
        length({{ relation }}.{{ column }}) = 16
        and translate({{ relation }}.{{ column }}, '0123456789abcdef', '') = ''
    )
{%- endmacro %}


{# Whether a moment lies in a user's period; periods of one user do not overlap, a missing moment is in the last one. #}
{% macro audit_user_period(relation, moment) -%}
    (
        {{ relation }}.is_first_period
        or {{ relation }}.valid_from <= {{ moment }}
        or ({{ moment }} is null and {{ relation }}.valid_to is null)
    )
    and (
        {{ relation }}.valid_to is null
        or {{ moment }} < {{ relation }}.valid_to
    )
{%- endmacro %}
