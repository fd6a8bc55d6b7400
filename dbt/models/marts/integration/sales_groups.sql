-- Deals and orders that belong together, over any number of links: one order of several deals, one deal of several
-- orders. Each deal and each order of the audit stands in one group.
with recursive records as (

    select
        'deal' as record_kind,
        deals.deal_id as record_id,
        deals.closed_at as moment,
        deals.amount,
        deals.is_won
        and deals.closed_at is not null
        and coalesce(deals.currency, parameters.currency) = parameters.currency as is_counted,
        false as is_return,
        case
            when not deals.is_won then 'deal_not_won'
            when coalesce(deals.currency, parameters.currency) <> parameters.currency then 'other_currency'
            when deals.closed_at is null then 'no_date'
        end as exclusion,
        deals.source_relation,
        deals._file_id,
        deals._row_number
    from {{ ref('fct_deals') }} as deals
    cross join {{ ref('audit_parameters') }} as parameters
    where deals.is_kpi_eligible
    union all
    select
        'order' as record_kind,
        order_id as record_id,
        ordered_at as moment,
        case when is_return then -abs(amount) else amount end as amount,
        not is_cancelled and not is_foreign_currency and ordered_at is not null as is_counted,
        is_return,
        case
            when is_cancelled then 'cancelled'
            when is_foreign_currency then 'other_currency'
            when ordered_at is null then 'no_date'
        end as exclusion,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('fct_sales_orders') }}
    where is_in_other_source is not true

),

nodes as (

    select
        record_kind || ' ' || record_id as node,
        row_number() over (order by record_kind, record_id) as label
    from records

),

pairs as (

    select
        'order ' || order_id as order_node,
        'deal ' || deal_id as deal_node
    from {{ ref('order_deal_links') }}

),

links as (

    select
        order_node as node_a,
        deal_node as node_b
    from pairs
    union all
    select
        deal_node as node_a,
        order_node as node_b
    from pairs

),

{{ audit_components('groups', 'nodes', 'links') }}

select
    groups.label as group_id,
    records.*
from records
inner join groups
    on records.record_kind || ' ' || records.record_id = groups.node
