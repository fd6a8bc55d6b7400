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
  deal and stage that was entered, with the stage, the pipeline if the header has it, the date as text, and whether it is
  in UTC as the API and connectors write it.
-#}
{% macro unnest_entered_stages(relation, column='_extra') -%}
    {{- return(adapter.dispatch('unnest_entered_stages', 'crm_audit')(relation, column)) -}}
{%- endmacro %}

{% macro duckdb__unnest_entered_stages(relation, column) -%}
    {{ entered_stages(relation, "(noted.value ->> '$')") }}
    from {{ relation }}, json_each({{ relation }}.{{ column }}) as noted
    where {{ fits('noted.key', entered_property()) }} or {{ fits('noted.key', entered_header()) }}
{%- endmacro %}

{% macro postgres__unnest_entered_stages(relation, column) -%}
    {{ entered_stages(relation, 'noted.value') }}
    from {{ relation }}, json_each_text(cast({{ relation }}.{{ column }} as json)) as noted
    where {{ fits('noted.key', entered_property()) }} or {{ fits('noted.key', entered_header()) }}
{%- endmacro %}

{% macro entered_stages(relation, value) -%}
    select
        {{ relation }}.*,
        case
            when noted.key like '%date_entered_%' then {{ extract_pattern('noted.key', entered_property(), 2) }}
            else {{ extract_pattern('noted.key', entered_header(), 2) }}
        end as entered_stage,
        {{ extract_pattern('noted.key', entered_header(), 4) }} as entered_pipeline,
        {{ cell(value) }} as entered_at,
        {{ fits('noted.key', entered_property()) }} as is_utc
{%- endmacro %}

{% macro entered_property() -%} (property_|properties\.)?hs(?:_v2)?_date_entered_(.+) {%- endmacro %}

{% macro entered_header() -%}
    (?i)(date entered|дата входа(?: в| на)?(?: этап| стадию)?) ["“«](.+?)( \(([^()]*)\))?["”»]
{%- endmacro %}


{# A number within the value of an amoCRM event: [{"responsible_user": {"id": 7}}], [{"sale_field_value": {"sale": 100}}]. #}
{% macro amocrm_number(column, holder, name) -%}
    {{ extract_pattern(column, '"' ~ holder ~ '": ?\\{[^}]*"' ~ name ~ '": ?"?(-?\\d+(\\.\\d+)?)', 1) }}
{%- endmacro %}


{# What a field of a deal is in the history of its properties: stage, owner, amount or close_date; null for any other. #}
{% macro deal_property(column) -%}
    case
        when {{ is_one_of(column, ['dealstage', 'stagename', 'stage_name', 'stage_id', 'stage', 'стадия', 'этап']) }}
            then 'stage'
        when {{ is_one_of(column, [
            'hubspot_owner_id', 'ownerid', 'owner_id', 'owner', 'user_id', 'responsible_user_id', 'assigned_by_id', 'ответственный'
        ]) }}
            then 'owner'
        when {{ is_one_of(column, ['amount', 'value', 'price', 'opportunity', 'сумма', 'бюджет']) }} then 'amount'
        when {{ is_one_of(column, [
            'closedate', 'close_date', 'expected_close_date', 'expected_close_at', 'предполагаемая дата закрытия',
            'планируемая дата закрытия'
        ]) }}
            then 'close_date'
    end
{%- endmacro %}


{#
  The value of such a property as text, null when the cell holds something that cannot be read as one: an amount with the
  decimal sign of an interface, a moment in UTC (in local time, with the decimal sign of the file, where `is_local`).
-#}
{% macro property_value(property, column, is_local=false) -%}
    case
        when {{ property }} = 'amount'
            then cast({{ parse_amount(column) if is_local else parse_amount(column, "'.'") }} as varchar)
        when {{ property }} = 'close_date'
            then cast({{ parse_timestamp(column) if is_local else parse_utc_timestamp(column) }} as varchar)
        else {{ column }}
    end
{%- endmacro %}


{# The same value under the type that it has: of the property `amount` or `close_date`, else null. #}
{% macro property_amount(property, value) -%}
    case when {{ property }} = 'amount' then {{ safe_cast(value, 'decimal(18, 2)') }} end
{%- endmacro %}

{% macro property_date(property, value) -%}
    case when {{ property }} = 'close_date' then {{ safe_cast(value, 'timestamp') }} end
{%- endmacro %}
