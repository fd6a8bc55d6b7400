-- The months of which the open pipeline is known at both ends. A history of planned dates knows it at any moment:
-- calendar months since it began. Successive exports know it on their days: from the first export of a month to the
-- first of the next one with any, and to the last of all. A CRM that writes the day of the decision over the planned
-- date, and whose history leaves that out, knows no plan of its decided deals: such periods are left out.
{%- set unlogged_share = 0.2 %}
{%- set least_days = 25 %}
with parameters as (

    select cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_before
    from {{ ref('audit_parameters') }}

),

changes as (

    select
        deal_id,
        source_relation,
        min(changed_at) as first_changed_at
    from {{ ref('int_deal_property_history') }}
    where
        basis = 'history'
        and property_name = 'close_date'
    group by deal_id, source_relation

),

histories as (

    select
        source_relation,
        min(first_changed_at) as begins_at
    from changes
    group by source_relation

),

months as (

    select distinct month
    from {{ ref('dim_dates') }}

),

calendar_periods as (

    select
        histories.source_relation,
        cast(months.month as timestamp) as starts_at,
        cast({{ audit_next_month('months.month') }} as timestamp) as ends_at
    from histories
    inner join months
        on histories.begins_at <= months.month

),

decided as (

    select
        periods.source_relation,
        periods.starts_at,
        count(*) as n_decided,
        sum(
            case
                when changes.deal_id is null and cast(deals.expected_close_at as date) = cast(deals.closed_at as date)
                    then 1
                else 0
            end
        ) as n_unlogged
    from calendar_periods as periods
    inner join {{ ref('fct_deals') }} as deals
        on
            periods.source_relation = deals.source_relation
            and periods.starts_at <= deals.closed_at
            and periods.ends_at > deals.closed_at
    left join changes
        on deals.deal_id = changes.deal_id
    group by periods.source_relation, periods.starts_at

),

exports as (

    select
        source_relation,
        min(exported_at) as exported_at
    from {{ ref('int_deal_snapshots') }}
    group by source_relation, date_trunc('month', exported_at)
    union
    select
        source_relation,
        max(exported_at) as exported_at
    from {{ ref('int_deal_snapshots') }}
    group by source_relation

),

export_periods as (

    select
        exports.source_relation,
        exports.exported_at as starts_at,
        lead(exports.exported_at) over (
            partition by exports.source_relation order by exports.exported_at
        ) as ends_at
    from exports
    left join histories
        on exports.source_relation = histories.source_relation
    where histories.source_relation is null

),

amounts as (

    select source_relation
    from {{ ref('int_deal_property_history') }}
    where
        basis = 'history'
        and property_name = 'amount'
    group by source_relation

)

select
    periods.source_relation,
    periods.starts_at,
    periods.ends_at,
    'history' as basis,
    amounts.source_relation is not null as is_amount_tracked
from calendar_periods as periods
cross join parameters
left join decided
    on
        periods.source_relation = decided.source_relation
        and periods.starts_at = decided.starts_at
left join amounts
    on periods.source_relation = amounts.source_relation
where
    periods.ends_at <= parameters.ends_before
    and coalesce(decided.n_unlogged <= {{ unlogged_share }} * decided.n_decided, true)
union all
select
    periods.source_relation,
    periods.starts_at,
    periods.ends_at,
    'exports' as basis,
    true as is_amount_tracked
from export_periods as periods
cross join parameters
where
    periods.ends_at <= parameters.ends_before
    and {{ audit_calendar_days('periods.starts_at', 'periods.ends_at') }}
    >= {{ least_days }}
