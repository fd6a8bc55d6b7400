{#
  What PostgreSQL lacks and the staging macros call there: casts that give null instead of an error, and formats of
  strptime. Created once in a database, with `dbt run-operation create_engine_functions --target postgres`.
-#}
{% macro create_engine_functions() -%}
    {%- set types = {
        'decimal': ('numeric', 'value::numeric'), 'double_precision': ('double precision', 'value::double precision'),
        'integer': ('integer', 'round(value::numeric)::integer'), 'timestamp': ('timestamp', 'value::timestamp'),
        'timestamptz': ('timestamptz', 'value::timestamptz'), 'json': ('jsonb', 'value::jsonb'),
    } -%}
    {%- set sql -%}
    create schema if not exists engine;

    {# The type of contracts, under the name that the other engines know. #}
    do $$ begin create domain public.double as double precision; exception when duplicate_object then null; end $$;

    {% for name, (type, expression) in types.items() %}
    create or replace function engine.try_{{ name }}(value text) returns {{ type }} as $$
    begin
        return {{ expression }};
    exception when others then
        return null;
    end $$ language plpgsql immutable strict;
    {% endfor %}

    create or replace function engine.read_moment(value text, formats text[]) returns timestamp as $$
    declare
        format text;
        pattern text;
        template text;
    begin
        foreach format in array formats loop
            pattern := replace(replace(replace(format, '%Y', '\d{4}'), '%p', '[AP]M'), '.', '\.');
            pattern := '^' || regexp_replace(pattern, '%[dmHIMS]', '\d{1,2}', 'g') || '$';
            template := replace(replace(replace(format, '%Y', 'YYYY'), '%m', 'MM'), '%d', 'DD');
            template := replace(replace(replace(template, '%H', 'HH24'), '%I', 'HH12'), '%M', 'MI');
            template := replace(replace(template, '%S', 'SS'), '%p', 'AM');
            continue when value !~ pattern;
            begin
                return to_timestamp(value, template);
            exception when others then
                null;
            end;
        end loop;
        return null;
    end $$ language plpgsql stable strict set timezone = 'UTC';
    {%- endset -%}
    {%- do run_query(sql) -%}
{%- endmacro %}
