-- A customer whose first purchase may lie before the data belongs to no cohort.
with cohorts as (

    select
        customer_id,
        {{ audit_quarter('first_sold_on') }} as cohort_quarter
    from {{ ref('dim_customers') }}
    where
        first_sold_on is not null
        and is_first_sale_known

),

sizes as (

    select
        cohort_quarter,
        count(*) as n_customers
    from cohorts
    group by cohort_quarter

),

extent as (

    select
        min(sizes.cohort_quarter) as first_day,
        max(parameters.as_of) as last_day
    from sizes
    cross join {{ ref('audit_parameters') }} as parameters

),

days as (

    {{ audit_days('first_day', 'last_day', 'extent') | indent(4) }}

),

quarters as (

    select {{ audit_quarter('day') }} as quarter
    from days
    group by {{ audit_quarter('day') }}

),

purchases as (

    select
        cohorts.cohort_quarter,
        {{ audit_quarter('purchases.sold_on') }} as quarter,
        count(distinct purchases.customer_id) as n_active,
        sum(purchases.amount) as revenue
    from cohorts
    inner join {{ ref('fct_purchase_days') }} as purchases
        on cohorts.customer_id = purchases.customer_id
    group by cohorts.cohort_quarter, {{ audit_quarter('purchases.sold_on') }}

),

cells as (

    select
        sizes.cohort_quarter,
        quarters.quarter,
        sizes.n_customers,
        coalesce(purchases.n_active, 0) as n_active,
        coalesce(purchases.revenue, 0) as revenue,
        {{ audit_add_months('quarters.quarter', 3) }} <= {{ audit_add_days('parameters.as_of', 1) }} as is_over
    from sizes
    inner join quarters
        on sizes.cohort_quarter <= quarters.quarter
    left join purchases
        on
            sizes.cohort_quarter = purchases.cohort_quarter
            and quarters.quarter = purchases.quarter
    cross join {{ ref('audit_parameters') }} as parameters

)

select
    cells.cohort_quarter,
    cast({{ audit_months_between('cells.cohort_quarter', 'cells.quarter') }} / 3 as integer) as age_quarters,
    cast(cells.n_customers as integer) as n_customers,
    cells.is_over,
    cast(case when cells.is_over then cells.n_active end as integer) as n_active,
    case when cells.is_over then 1.0 * cells.n_active / cells.n_customers end as active_share,
    case when cells.is_over then cells.revenue end as revenue,
    case when cells.is_over then 1.0 * cells.revenue / nullif(first_quarters.revenue, 0) end as revenue_share
from cells
inner join cells as first_quarters
    on
        cells.cohort_quarter = first_quarters.cohort_quarter
        and first_quarters.quarter = first_quarters.cohort_quarter
