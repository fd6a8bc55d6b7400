{#
  Whether a row repeats the value of the row before it: a history that notes every change of a record, of which only
  the changes of one value are wanted. Rows of one file and one record, in the order of time.
-#}
{% macro repeats_last(record, value, moment) -%}
    coalesce(
        {{ value }} = lag({{ value }}) over (partition by _file_id, {{ record }} order by {{ moment }}, _row_number),
        false
    )
{%- endmacro %}


{#
  The stages that a deal list names in its headers: Date entered "Contract Sent (Sales Pipeline)" in list exports of
  HubSpot, hs_date_entered_contractsent or hs_v2_date_entered_contractsent in its API and in connectors. One row for each
  deal and stage that was entered, with the stage, the pipeline if the header has it, and the date as text.
-#}
{% macro unnest_entered_stages(relation, column='_extra') -%}
    {{- return(adapter.dispatch('unnest_entered_stages', 'crm_audit')(relation, column)) -}}
{%- endmacro %}

{% macro duckdb__unnest_entered_stages(relation, column) -%}
    select
        {{ relation }}.*,
        case
            when noted.key like '%date_entered_%' then regexp_extract(noted.key, '{{ entered_property() }}', 2)
            else regexp_extract(noted.key, '{{ entered_header() }}', 2)
        end as entered_stage,
        nullif(regexp_extract(noted.key, '{{ entered_header() }}', 4), '') as entered_pipeline,
        {{ cell("(noted.value ->> '$')") }} as entered_at
    from {{ relation }}, json_each({{ relation }}.{{ column }}) as noted
    where regexp_full_match(noted.key, '{{ entered_property() }}') or regexp_full_match(noted.key, '{{ entered_header() }}')
{%- endmacro %}

{# Other engines have no lateral reading of a JSON object in common: a target of theirs brings its own version. #}
{% macro default__unnest_entered_stages(relation, column) -%}
    {{- exceptions.raise_compiler_error('unnest_entered_stages is not implemented for ' ~ target.type) -}}
{%- endmacro %}

{% macro entered_property() -%} (property_|properties\.)?hs(?:_v2)?_date_entered_(.+) {%- endmacro %}

{% macro entered_header() -%}
    (?i)(date entered|дата входа(?: в| на)?(?: этап| стадию)?) ["“«](.+?)( \(([^()]*)\))?["”»]
{%- endmacro %}
