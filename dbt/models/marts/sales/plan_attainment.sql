with parameters as (

    select cast({{ audit_add_days('as_of', 1) }} as date) as ends_before
    from {{ ref('audit_parameters') }}

),

plans as (

    select
        sales_plans.*,
        parameters.ends_before as known_before
    from {{ ref('sales_plans') }} as sales_plans
    cross join parameters
    where sales_plans.starts_on < parameters.ends_before

),

working_days as (

    select
        periods.starts_on,
        periods.ends_before,
        cast(count(*) as integer) as n_working_days,
        cast(sum(case when days.day < periods.known_before then 1 else 0 end) as integer) as n_working_days_over
    from (select distinct
        starts_on,
        ends_before,
        known_before
    from plans) as periods
    inner join {{ source('settings', 'working_days') }} as days
        on
            periods.starts_on <= days.day
            and periods.ends_before > days.day
            and days.is_working
    group by periods.starts_on, periods.ends_before

),

sold as (

    select
        user_id,
        team_id,
        cast(observed_at as date) as sold_on,
        sum(value) as amount
    from {{ ref('kpi_sales_volume') }}
    where is_complete
    group by user_id, team_id, cast(observed_at as date)

),

actuals as (

    select
        plans._file_id,
        plans._row_number,
        sum(sold.amount) as amount
    from plans
    inner join sold
        on
            plans.starts_on <= sold.sold_on
            and plans.ends_before > sold.sold_on
            and plans.known_before > sold.sold_on
            and (
                (plans.level = 'user' and plans.user_id = sold.user_id)
                or (plans.level = 'team' and plans.team_id = sold.team_id)
                or plans.level = 'company'
            )
    group by plans._file_id, plans._row_number

)

select
    plans.starts_on,
    plans.ends_before,
    plans.level,
    plans.user_id,
    plans.team_id,
    cast(plans.planned_amount as {{ double_type() }}) as planned_amount,
    cast(plans.planned_amount as {{ double_type() }}) * working_days.n_working_days_over / working_days.n_working_days
        as planned_amount_to_date,
    cast(coalesce(actuals.amount, 0) as {{ double_type() }}) as actual_amount,
    working_days.n_working_days,
    working_days.n_working_days_over,
    plans.ends_before <= plans.known_before as is_over,
    plans.is_finest_level,
    plans._file_id,
    plans._row_number
from plans
inner join working_days
    on
        plans.starts_on = working_days.starts_on
        and plans.ends_before = working_days.ends_before
left join actuals
    on
        plans._file_id = actuals._file_id
        and plans._row_number = actuals._row_number
