-- The same deal or order in two sources: the rules are exact, and within a rule the first of one source answers to the
-- first of the other; customers with two tax ids are never the same. Of the records that are the same, a decided one
-- stays, then the one changed last.
with records as (

    select
        'deal' as entity,
        deals.deal_id as record_id,
        deals.source_relation,
        coalesce(customers.customer_id, deals.company_key, deals.contact_key) as customer_id,
        deals.amount,
        cast(deals.created_at as date) as began_on,
        cast(deals.closed_at as date) as ended_on,
        substr(deals.lead_id, length(deals.source_relation) + 2) as native_key,
        deals.order_key,
        case when deals.status = 'open' then 1 else 0 end as is_undecided,
        deals.updated_at
    from {{ ref('int_deals__unified') }} as deals
    left join {{ ref('int_customers__unified') }} as customers
        on coalesce(deals.company_key, deals.contact_key) = customers.company_key
    where
        not deals.is_test
        and not deals.is_deleted
    union all
    select
        'sales_order' as entity,
        orders.order_id as record_id,
        orders.source_relation,
        coalesce(customers.customer_id, orders.company_key) as customer_id,
        orders.amount,
        cast(orders.order_date as date) as began_on,
        cast(null as date) as ended_on,
        substr(orders.order_id, length(orders.source_relation) + 2) as native_key,
        cast(null as varchar) as order_key,
        0 as is_undecided,
        cast(null as timestamp) as updated_at
    from {{ ref('int_sales_orders__unified') }} as orders
    left join {{ ref('int_customers__unified') }} as customers
        on orders.company_key = customers.company_key

),

entities as (

    select entity
    from records
    group by entity
    having count(distinct source_relation) > 1

),

candidates as (

    select
        records.*,
        records.customer_id || '|' || cast(records.amount as varchar) as customer_amount
    from records
    inner join entities
        on records.entity = entities.entity
    where
        records.amount <> 0
        or records.order_key is not null

),

-- The number of the order in the ERP is one for all systems. The number of a lead or order of a system means the same
-- only for the same customer, or the same amount on the same day.
signs as (

    select
        0 as strength,
        entity,
        record_id,
        entity || '|' || order_key as sign
    from candidates
    union all
    select
        1 as strength,
        entity,
        record_id,
        entity || '|' || native_key || '|' || customer_id as sign
    from candidates
    where
        entity = 'deal'
        and amount <> 0
    union all
    select
        1 as strength,
        entity,
        record_id,
        entity || '|' || native_key || '|' || cast(amount as varchar) || '|' || cast(began_on as varchar) as sign
    from candidates
    where entity = 'sales_order'
    union all
    select
        2 as strength,
        entity,
        record_id,
        entity || '|' || customer_amount || '|' || cast(began_on as varchar) as sign
    from candidates
    where amount <> 0
    union all
    select
        3 as strength,
        entity,
        record_id,
        entity || '|' || customer_amount || '|' || cast(ended_on as varchar) as sign
    from candidates
    where amount <> 0

),

placed as (

    select
        signs.strength,
        signs.sign,
        signs.entity,
        signs.record_id,
        row_number() over (
            partition by signs.strength, signs.sign, candidates.source_relation
            order by
                candidates.is_undecided asc,
                case when candidates.updated_at is null then 1 else 0 end asc,
                candidates.updated_at desc,
                candidates.record_id asc
        ) as place_in_source,
        row_number() over (
            order by
                candidates.is_undecided asc,
                case when candidates.updated_at is null then 1 else 0 end asc,
                candidates.updated_at desc,
                candidates.source_relation asc,
                candidates.record_id asc
        ) as preference
    from signs
    inner join candidates
        on
            signs.entity = candidates.entity
            and signs.record_id = candidates.record_id
    where signs.sign is not null

),

pairs as (

    select
        strength,
        entity,
        record_id,
        first_value(record_id) over (
            partition by strength, sign, place_in_source order by preference
        ) as same_as_id
    from placed

),

found as (

    select
        pairs.strength,
        given_way.entity,
        given_way.record_id,
        given_way.source_relation,
        kept.record_id as same_as_id,
        kept.source_relation as same_as_source_relation
    from pairs
    inner join candidates as given_way
        on
            pairs.entity = given_way.entity
            and pairs.record_id = given_way.record_id
    inner join candidates as kept
        on
            pairs.entity = kept.entity
            and pairs.same_as_id = kept.record_id
    where
        pairs.record_id <> pairs.same_as_id
        and not coalesce(
            given_way.customer_id like 'tax:%'
            and kept.customer_id like 'tax:%'
            and given_way.customer_id <> kept.customer_id,
            false
        )

)

select
    entity,
    record_id,
    {{ audit_first_value('same_as_id', 'strength') }} as same_as_id,
    case min(strength)
        when 0 then 'order_key'
        when 1 then 'number'
        when 2 then 'customer_amount_start'
        else 'customer_amount_end'
    end as match_rule,
    source_relation,
    {{ audit_first_value('same_as_source_relation', 'strength') }} as same_as_source_relation
from found
group by entity, record_id, source_relation
