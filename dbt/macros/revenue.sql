{# What a sale adds to the revenue in the currency of the company: a return takes away, another currency adds nothing. #}
{% macro net_amount(relation) -%}
    case
        when {{ relation }}.is_foreign_currency or {{ relation }}.amount is null then 0
        when {{ relation }}.is_return then -abs({{ relation }}.amount)
        else {{ relation }}.amount
    end
{%- endmacro %}
