-- From the won deals of the CRM to the sales of the ERP, step by step, for each month that both cover and for their
-- sum over each period: the total of the CRM and all steps make the total of the ERP exactly. A step of zero is no row.
{%- set reasons = [
    'not_in_erp', 'awaited', 'not_in_crm', 'deal_not_won', 'amount', 'tax', 'returned', 'cancelled', 'period',
    'other_currency', 'no_date',
] %}

with totals as (

    select
        case when record_kind = 'deal' then 'crm_total' else 'erp_total' end as step,
        {{ audit_month('moment') }} as month,
        sum(amount) as amount,
        count(*) as n
    from {{ ref('sales_groups') }}
    where
        is_counted
        and amount is not null
    group by record_kind, {{ audit_month('moment') }}

),

covered as (

    select
        greatest(
            min(case when step = 'crm_total' then month end), min(case when step = 'erp_total' then month end)
        ) as first_month,
        least(
            max(case when step = 'crm_total' then month end), max(case when step = 'erp_total' then month end)
        ) as last_month
    from totals
    having
        count(case when step = 'crm_total' then 1 end) > 0
        and count(case when step = 'erp_total' then 1 end) > 0

),

months as (

    select distinct
        totals.month,
        case
            when totals.month >= parameters.before_starts_on and totals.month < parameters.before_ends_before
                then 'before'
            when totals.month >= parameters.after_starts_on and totals.month < parameters.after_ends_before
                then 'after'
        end as period
    from totals
    inner join covered
        on totals.month between covered.first_month and covered.last_month
    cross join {{ ref('audit_parameters') }} as parameters

),

spans as (

    select
        'month' as span,
        month as span_month,
        month
    from months
    union all
    select
        'all' as span,
        cast(null as date) as span_month,
        month
    from months
    union all
    select
        period as span,
        cast(null as date) as span_month,
        month
    from months
    where period is not null

),

-- A deal and an order of one month that agree cancel each other out and are no step.
items as (

    select
        reason as step,
        month,
        record_kind,
        group_id,
        amount
    from {{ ref('sales_reconciliation_items') }}

),

netted as (

    select
        spans.span,
        spans.span_month,
        items.step,
        items.group_id,
        sum(items.amount) as amount,
        count(*) as n
    from items
    inner join spans
        on items.month = spans.month
    group by spans.span, spans.span_month, items.step, items.group_id

),

amounts as (

    select
        span,
        span_month,
        step,
        sum(amount) as amount,
        sum(case when amount <> 0 then case when step = 'period' then 1 else n end else 0 end) as n
    from netted
    group by span, span_month, step
    union all
    select
        spans.span,
        spans.span_month,
        totals.step,
        sum(totals.amount) as amount,
        sum(totals.n) as n
    from totals
    inner join spans
        on totals.month = spans.month
    group by spans.span, spans.span_month, totals.step

),

steps as (
    {%- for step in ['crm_total'] + reasons + ['erp_total'] %}
    select
        '{{ step }}' as step,
        {{ loop.index }} as step_order
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    amounts.span as period,
    amounts.span_month as month,
    amounts.step,
    steps.step_order,
    cast(amounts.amount as decimal(18, 2)) as amount,
    cast(amounts.n as integer) as n
from amounts
inner join steps
    on amounts.step = steps.step
where
    amounts.amount <> 0
    or amounts.step in ('crm_total', 'erp_total')
