{# Attributes of a deal that are known before its outcome: columns of deal_attributes, in the order of the report. #}
{% macro deal_driver_attributes() -%}
    {{- return([
        'channel', 'team', 'customer_segment', 'region', 'customer_kind', 'pipeline', 'product', 'amount_band',
        'weekday', 'first_contact', 'first_week_activities',
    ]) -}}
{%- endmacro %}
