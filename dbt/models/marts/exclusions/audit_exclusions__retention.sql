with reasons as (

    select
        'customer_retention' as kpi_or_entity,
        case
            when {{ audit_add_days('customers.first_sold_on', 'parameters.retention_window_days') }} > parameters.as_of
                then 'not_matured'
            when not customers.is_first_sale_known then 'first_purchase_may_be_earlier'
            when
                {{ audit_straddles_go_live(
                    'customers.first_sold_on',
                    audit_add_days('customers.first_sold_on', 'parameters.retention_window_days'),
                    'parameters',
                ) }}
                then 'straddles_go_live'
        end as reason,
        1 as n
    from {{ ref('dim_customers') }} as customers
    cross join {{ ref('audit_parameters') }} as parameters
    where customers.first_sold_on is not null
    union all
    select
        'customer_return' as kpi_or_entity,
        exclusion as reason,
        1 as n
    from {{ ref('customer_lapses') }}

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
