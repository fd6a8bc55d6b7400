-- Each flow of data between the CRM and other systems over the period after the roll-out (without one, over all data):
-- how much is found on both sides, and the level that follows. Levels: 0 none, 1 manual file, 2 one way, 3 two ways,
-- 4 reconciled. A declared level counts unless the records contradict it; a level that nothing tells is null.
with flows as (
    {%- for flow in [
        'orders', 'payments', 'customers', 'stock', 'telephony', 'mail', 'chat', 'helpdesk', 'marketing', 'analytics',
    ] %}
    select
        '{{ flow }}' as flow,
        {{ loop.index }} as flow_order
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- A buyer counts once, however often they bought.
records as (

    select
        flow,
        side,
        case when flow = 'customers' then max(record_id) else min(record_id) end as record_id,
        max(case when is_matched then 1 else 0 end) as is_matched,
        avg(lag_days) as lag_days,
        max(case when author_type in ('robot', 'integration') then 1 else 0 end) as is_automatic,
        max(case when author_type is not null then 1 else 0 end) as tells_author
    from {{ ref('integration_records') }}
    where is_of_period
    group by flow, side, record_id

),

counted as (

    select
        flow,
        sum(case when side = 'other' then 1 else 0 end) as n_other,
        sum(case when side = 'other' then is_matched else 0 end) as n_other_matched,
        sum(case when side = 'crm' then 1 else 0 end) as n_crm,
        sum(case when side = 'crm' then is_matched else 0 end) as n_crm_matched,
        {{ audit_quantile('lag_days', 0.5) }} as lag_days,
        sum(is_automatic) * 1.0 / nullif(sum(tells_author), 0) as automatic_share
    from records
    group by flow

),

ways as (

    select
        max(case when found_by in ('deal_key', 'both') then 1 else 0 end) as named_by_orders,
        max(case when found_by in ('order_key', 'both') then 1 else 0 end) as named_by_deals
    from {{ ref('order_deal_links') }}

),

reconciled as (

    select
        sum(case when steps.step = 'erp_total' then steps.amount end) as erp_amount,
        sum(case when steps.step = 'crm_total' then steps.amount end) as crm_amount
    from {{ ref('sales_reconciliation') }} as steps
    cross join {{ ref('audit_parameters') }} as parameters
    where steps.period = case when parameters.after_starts_on is null then 'all' else 'after' end

),

measured as (

    select
        flows.flow,
        flows.flow_order,
        coalesce(counted.n_other, 0) as n_other,
        coalesce(counted.n_other_matched, 0) as n_other_matched,
        coalesce(counted.n_crm, 0) as n_crm,
        coalesce(counted.n_crm_matched, 0) as n_crm_matched,
        (counted.n_other_matched + counted.n_crm_matched) * 1.0 / nullif(counted.n_other + counted.n_crm, 0)
            as match_rate,
        counted.lag_days,
        case when flows.flow = 'orders' and reconciled.erp_amount > 0 then reconciled.erp_amount end as erp_amount,
        case
            when flows.flow = 'orders' and reconciled.erp_amount > 0
                then abs(reconciled.erp_amount - reconciled.crm_amount) / reconciled.erp_amount
        end as amount_gap,
        case
            when flows.flow in ('orders', 'payments') then 2 + ways.named_by_orders * ways.named_by_deals
            when counted.automatic_share >= {{ integration_threshold('works') }} then 2
        end as level_of_keys,
        declared.level as level_declared,
        coalesce(declared.weight, 1) as weight
    from flows
    left join counted
        on flows.flow = counted.flow
    left join {{ source('settings', 'integrations') }} as declared
        on flows.flow = declared.flow
    cross join ways
    cross join reconciled

),

levels as (

    select
        *,
        case
            when match_rate < {{ integration_threshold('works') }} then 0
            when
                match_rate >= {{ integration_threshold('reconciled') }}
                and amount_gap <= {{ integration_threshold('gap') }}
                then 4
            when match_rate is not null then level_of_keys
        end as level_seen
    from measured

)

select
    flow,
    flow_order,
    cast(n_other as integer) as n_other,
    cast(n_other_matched as integer) as n_other_matched,
    cast(n_crm as integer) as n_crm,
    cast(n_crm_matched as integer) as n_crm_matched,
    cast(match_rate as {{ double_type() }}) as match_rate,
    cast(erp_amount as decimal(18, 2)) as erp_amount,
    cast(amount_gap as {{ double_type() }}) as amount_gap,
    cast(lag_days as {{ double_type() }}) as lag_days,
    cast(level_declared as integer) as level_declared,
    cast(level_seen as integer) as level_seen,
    cast(case
        when level_seen = 0 then least(coalesce(level_declared, 0), 1)
        when level_seen is null then level_declared
        else greatest(level_seen, coalesce(level_declared, 0))
    end as integer) as level,
    coalesce(level_seen = 0 and level_declared > 1, false) as is_contradicted,
    cast(weight as {{ double_type() }}) as weight
from levels
