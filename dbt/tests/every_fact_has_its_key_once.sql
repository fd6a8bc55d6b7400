-- One test for all keys: each dbt test costs more than the query in it.
{%- set keys = {
    'fct_deals': 'deal_id', 'fct_leads': 'lead_id', 'fct_tickets': 'ticket_id', 'fct_sales_orders': 'order_id',
    'fct_payments': 'payment_id', 'fct_survey_responses': 'response_id', 'fct_reviews': 'review_id',
    'dim_users': 'user_id', 'dim_teams': 'team_id', 'dim_customers': 'customer_id', 'dim_dates': 'date_day',
} %}
{%- for model, key in keys.items() %}
{{ 'union all' if not loop.first }}
select
    '{{ model }}' as model,
    cast({{ key }} as varchar) as key_value,
    count(*) as n_rows
from {{ ref(model) }}
group by {{ key }}
having count(*) > 1 or {{ key }} is null
{%- endfor %}
