{# Yes and no as systems write them, in Russian and English; anything else is null. #}
{% macro parse_boolean(column) -%}
    {%- set yes = [
        'да', 'д', 'yes', 'y', 'true', 't', '1', '+', 'x', 'on', 'истина', 'активен', 'активна', 'active',
        'завершено', 'выполнено', 'completed', '✓', '✔', 'done',
    ] -%}
    {%- set no = [
        'нет', 'н', 'no', 'n', 'false', 'f', '0', 'off', 'ложь', 'неактивен', 'неактивна', 'inactive',
        'не завершено', 'не выполнено', 'to do', 'not done',
    ] -%}
    case
        when {{ is_one_of(column, yes) }} then true
        when {{ is_one_of(column, no) }} then false
    end
{%- endmacro %}
