-- Orders of the ERP that no deal of the CRM stands behind, by team and month: work outside the CRM. The rows are those
-- of the share of orders with a deal; money is of orders in the currency of the audit.
select
    records.team_id,
    {{ audit_month('records.observed_at') }} as month,
    cast(count(*) as integer) as n_orders,
    cast(sum(case when records.is_matched then 0 else 1 end) as integer) as n_without_deal,
    sum(case when orders.is_foreign_currency then 0 else orders.amount end) as amount,
    sum(case when orders.is_foreign_currency or records.is_matched then 0 else orders.amount end)
        as amount_without_deal
from {{ ref('integration_records__sales') }} as records
inner join {{ ref('fct_sales_orders') }} as orders
    on records.record_id = orders.order_id
where
    records.flow = 'orders'
    and records.side = 'other'
group by records.team_id, {{ audit_month('records.observed_at') }}
