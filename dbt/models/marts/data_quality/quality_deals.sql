{{ config(materialized='view') }}

-- Deals as the rules of data quality see them: which fields are required at the stage of each, which its source tells.
with deals as (

    select
        deals.*,
        parameters.as_of,
        row_number() over (
            partition by deals.source_relation, deals.customer_id, deals.amount, cast(deals.created_at as date)
            order by deals.created_at, deals.deal_id
        ) as place_among_alike
        {%- for field, (column, is_default) in deal_fields().items() %},
        count({{ column }}) over (partition by deals.source_relation) > 0 as tells_{{ field }}
        {%- endfor %}
    from {{ ref('fct_deals') }} as deals
    cross join {{ ref('audit_parameters') }} as parameters
    where deals.is_kpi_eligible

),

required as (

    select
        deals.deal_id,
        {%- for field in deal_fields() %}
        max(case when listed.field = '{{ field }}' then 1 else 0 end) as requires_{{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from deals
    inner join {{ source('settings', 'stage_fields') }} as listed
        on
            {{ fold('deals.stage') }} = {{ fold('listed.stage') }}
            and (listed.source_relation is null or deals.source_relation = listed.source_relation)
            and (listed.pipeline is null or {{ fold('deals.pipeline') }} = {{ fold('listed.pipeline') }})
    group by deals.deal_id

),

settled as (

    select
        groups.record_id as deal_id,
        max(case when items.reason = 'amount' then 1 else 0 end) as has_other_amount
    from {{ ref('sales_groups') }} as groups
    inner join {{ ref('sales_reconciliation_items') }} as items
        on
            groups.group_id = items.group_id
            and items.reason in ('period', 'amount', 'tax')
    where groups.record_kind = 'deal'
    group by groups.record_id

)

select
    deals.*,
    settled.deal_id is not null as is_settled,
    coalesce(settled.has_other_amount = 1, false) as has_other_amount
    {%- for field, (column, is_default) in deal_fields().items() %},
    coalesce(required.requires_{{ field }} = 1, {{ is_default }}) as requires_{{ field }}
    {%- endfor %}
from deals
left join settled
    on deals.deal_id = settled.deal_id
left join required
    on deals.deal_id = required.deal_id
