-- Whether what is open suffices for what is left of the plan: of each length of period the one that runs on the day
-- after the data. Deals count for the plan of their person, team or company, as sales do.
{%- set suspicious_above = 5 %}
with parameters as (

    select
        cast({{ audit_add_days('as_of', 1) }} as date) as next_day,
        currency
    from {{ ref('audit_parameters') }}

),

plans as (

    select
        plans.*,
        parameters.currency,
        coalesce(attained.actual_amount, 0) as sold_amount
    from {{ ref('sales_plans') }} as plans
    cross join parameters
    left join {{ ref('plan_attainment') }} as attained
        on
            plans._file_id = attained._file_id
            and plans._row_number = attained._row_number
    where
        plans.is_finest_level
        and plans.starts_on <= parameters.next_day
        and plans.ends_before > parameters.next_day

),

planned as (

    select
        grain,
        starts_on,
        ends_before,
        cast(sum(planned_amount) as {{ double_type() }}) as planned_amount,
        cast(round(cast(sum(sold_amount) as decimal(28, 6)), 2) as {{ double_type() }}) as sold_amount
    from plans
    group by grain, starts_on, ends_before

),

due as (

    select
        plans.grain,
        {%- set is_due = "cast(deals.expected_close_at as date) < plans.ends_before" %}
        {%- set is_own = "coalesce(deals.currency, plans.currency) = plans.currency" %}
        cast(sum(case when {{ is_due }} and {{ is_own }} then deals.amount end) as {{ double_type() }}) as due_amount,
        cast(sum(case when {{ is_due }} then 1 else 0 end) as integer) as n_due,
        cast(sum(case when {{ is_due }} and deals.amount is null then 1 else 0 end) as integer) as n_without_amount,
        cast(sum(case when {{ is_due }} and not {{ is_own }} then 1 else 0 end) as integer) as n_other_currency,
        cast(sum(case when deals.expected_close_at is null then 1 else 0 end) as integer) as n_without_date
    from plans
    inner join {{ ref('fct_deals') }} as deals
        on
            deals.is_open
            and deals.is_kpi_eligible
            and (
                (plans.level = 'user' and plans.user_id = deals.user_id)
                or (plans.level = 'team' and plans.team_id = deals.team_id)
                or plans.level = 'company'
            )
    group by plans.grain

)

select
    planned.grain,
    planned.starts_on,
    planned.ends_before,
    planned.planned_amount,
    planned.sold_amount,
    coalesce(due.due_amount, 0) as due_amount,
    coalesce(due.n_due, 0) as n_due,
    coalesce(due.n_without_amount, 0) as n_without_amount,
    coalesce(due.n_other_currency, 0) as n_other_currency,
    coalesce(due.n_without_date, 0) as n_without_date,
    case
        when planned.planned_amount > planned.sold_amount
            then coalesce(due.due_amount, 0) / (planned.planned_amount - planned.sold_amount)
    end as coverage,
    planned.planned_amount > planned.sold_amount
    and coalesce(due.due_amount, 0) > {{ suspicious_above }} * (planned.planned_amount - planned.sold_amount)
        as is_suspicious
from planned
left join due
    on planned.grain = due.grain
