with kpis_of_sales as (

    {{ kpi_names(['sales_volume', 'average_order']) }}

),

reasons as (

    select
        kpis.kpi_or_entity,
        case
            when sales.is_cancelled then 'cancelled'
            when sales.is_return and kpis.kpi_or_entity = 'average_order' then 'return'
            when sales.amount is null then 'no_amount'
            when sales.is_foreign_currency then 'other_currency'
            when sales.sold_at is null then 'no_date'
        end as reason,
        1 as n
    from {{ ref('fct_sales') }} as sales
    cross join kpis_of_sales as kpis
    union all
    select
        'plan_attainment' as kpi_or_entity,
        case when not is_finest_level then 'plan_of_a_wider_group' when not is_over then 'period_not_over' end
            as reason,
        1 as n
    from {{ ref('plan_attainment') }}

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
