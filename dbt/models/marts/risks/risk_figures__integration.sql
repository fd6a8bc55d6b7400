{{ config(materialized='view') }}

-- How the CRM and the other systems know each other, by the records of each flow of data.
with records as (

    select *
    from {{ ref('integration_records') }}
    where is_of_period

),

buyers as (

    select
        record_id,
        max(case when is_matched then 1 else 0 end) as is_known
    from records
    where flow = 'customers'
    group by record_id

),

ordered as (

    select coalesce(max(reconciled.n), 0) as n_orders
    from {{ ref('audit_parameters') }} as parameters
    left join {{ ref('sales_reconciliation') }} as reconciled
        on
            reconciled.step = 'erp_total'
            and reconciled.period = case when parameters.after_starts_on is null then 'all' else 'after' end

)

select {{ risk_share(figure='orders_without_deal', is_case='not is_matched') }}
from records
where
    flow = 'orders'
    and side = 'other'
union all
select {{ risk_share(figure='buyers_unknown_to_crm', is_case='is_known = 0', is_told='max(is_known) > 0') }}
from buyers
union all
select {{ risk_share(figure='tickets_without_customer', is_case="coalesce(reason = 'no_key', false)") }}
from records
where flow = 'helpdesk'
union all
select {{ risk_share(figure='calls_without_record', is_case='not is_matched') }}
from records
where flow = 'telephony'
union all
-- Two sums instead of cases: by how much the won deals miss the orders, over the months that both cover.
select
    'crm_amount_gap' as figure,
    cast(ordered.n_orders as integer) as n,
    cast(null as integer) as n_cases,
    flows.amount_gap as figure_value
from ordered
cross join {{ ref('integration_flows') }} as flows
where flows.flow = 'orders'
