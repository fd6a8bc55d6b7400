{{ kpi(
    label={'ru': 'Удержание: повторная покупка', 'en': 'Retention: repeat purchase'},
    short={'ru': 'Удержание', 'en': 'Retention'},
    unit='share',
    better='higher',
    statistic='share',
    bounds=[0, 1],
    materiality=0.05,
    area='retention',
    inputs=['sales_orders', 'deals'],
    code='K03',
    by_customer=true,
    definition={
        'ru': 'Доля клиентов месяца первой покупки, купивших снова в другой день в течение W дней; W задан в настройках аудита. Входят только клиенты, за которыми наблюдали W дней, чей срок не пересекает запуск и чья первая покупка заведомо первая: карточка создана внутри истории и не позже покупки, или история до неё не короче срока, после которого клиент считается ушедшим.',
        'en': 'Share of the customers of a month of first purchase who bought again on another day within W days; W is a setting of the audit. Only customers observed for W days, whose W days do not straddle the go-live, and whose first purchase is surely the first: their record was made within the history and no later than the purchase, or the history before it is no shorter than the time after which a customer has lapsed.',
    },
) }}

with customers as (

    select
        customers.*,
        parameters.retention_window_days,
        {{ audit_add_days('customers.first_sold_on', 'parameters.retention_window_days') }} as observed_until,
        parameters.as_of,
        parameters.first_go_live,
        parameters.last_go_live
    from {{ ref('dim_customers') }} as customers
    cross join {{ ref('audit_parameters') }} as parameters
    where customers.first_sold_on is not null

)

select
    customer_id as entity_id,
    cast(null as varchar) as user_id,
    first_team_id as team_id,
    cast(null as varchar) as channel,
    customer_id,
    customer_id as cluster_id,
    cast(first_sold_on as timestamp) as observed_at,
    cast(case when second_sold_on <= observed_until then 1 else 0 end as {{ double_type() }}) as value,
    cast(1 as {{ double_type() }}) as weight,
    observed_until <= as_of
    and is_first_sale_known
    and not {{ audit_straddles_go_live('first_sold_on', 'observed_until', 'customers') }} as is_complete
from customers
