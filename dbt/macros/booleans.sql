{# Yes and no as systems write them, in Russian and English; anything else is null. #}
{% macro parse_boolean(column) -%}
    case
        when lower({{ bare(column) }}) in ('да', 'yes', 'y', 'true', '1', 't', 'истина', 'д', '+', 'x', '✓', '✔', 'on', 'активен', 'активна', 'active', 'завершено', 'выполнено', 'completed') then true
        when lower({{ bare(column) }}) in ('нет', 'no', 'n', 'false', '0', 'f', 'ложь', 'н', 'off', 'неактивен', 'неактивна', 'inactive', 'не завершено', 'не выполнено') then false
    end
{%- endmacro %}


{# Whether a cell holds something that parse_boolean could not read. #}
{% macro unreadable_boolean(column) -%}
    {{ has_value(column) }} and {{ parse_boolean(column) }} is null
{%- endmacro %}
