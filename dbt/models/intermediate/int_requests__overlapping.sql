-- The same lead or ticket in two sources: carried over into a new system, or written into two at once. Leads are the same
-- when they led to the same deal; leads and tickets when customer and number are, or when the customer is and they were
-- created within five minutes, or on one day where one of them has no time of day. Of both, the one with a deal that
-- counts stays, or the one answered; then the one with a time of day, then the earlier one.
with overlapping_deals as (

    select
        record_id,
        same_as_id
    from {{ ref('int_records__overlapping') }}
    where entity = 'deal'

),

deals_of_leads as (

    select
        lead_id,
        deal_id
    from {{ ref('int_leads__unified') }}
    where deal_id is not null
    union
    select
        lead_id,
        deal_id
    from {{ ref('int_deals__unified') }}
    where lead_id is not null

),

led_to as (

    select
        deals_of_leads.lead_id,
        min(coalesce(overlapping_deals.same_as_id, deals_of_leads.deal_id)) as deal_id,
        max(case when overlapping_deals.record_id is null then 1 else 0 end) as has_counting_deal
    from deals_of_leads
    left join overlapping_deals
        on deals_of_leads.deal_id = overlapping_deals.record_id
    group by deals_of_leads.lead_id

),

records as (

    select
        'lead' as entity,
        leads.lead_id as record_id,
        leads.source_relation,
        leads.company_key,
        leads.created_at,
        led_to.deal_id,
        coalesce(led_to.has_counting_deal, 0) as has_outcome
    from {{ ref('int_leads__unified') }} as leads
    left join led_to
        on leads.lead_id = led_to.lead_id
    where
        not leads.is_test
        and not leads.is_spam
    union all
    select
        'ticket' as entity,
        ticket_id as record_id,
        source_relation,
        company_key,
        created_at,
        cast(null as varchar) as deal_id,
        case when first_response_at is not null then 1 else 0 end as has_outcome
    from {{ ref('int_tickets__unified') }}

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
        coalesce(customers.customer_id, records.company_key) as customer_id,
        records.created_at = date_trunc('day', records.created_at) as has_no_time,
        row_number() over (
            order by
                records.has_outcome desc,
                case when records.created_at = date_trunc('day', records.created_at) then 1 else 0 end asc,
                records.created_at asc,
                records.source_relation asc,
                records.record_id asc
        ) as preference
    from records
    inner join entities
        on records.entity = entities.entity
    left join {{ ref('int_customers__unified') }} as customers
        on records.company_key = customers.company_key

),
{%- set rules = [
    ("entity || '|' || deal_id", "timestamp '2000-01-01 00:00:00'"),
    (
        "entity || '|' || customer_id || '|' || substr(record_id, length(source_relation) + 2)",
        "timestamp '2000-01-01 00:00:00'",
    ),
    ("entity || '|' || customer_id", 'created_at'),
    ("entity || '|' || customer_id", "date_trunc('day', created_at)"),
] %}

signs as (
    {%- for sign, moment in rules %}

    select
        entity || '|' || record_id as record_id,
        source_relation,
        preference,
        has_no_time,
        {{ loop.index }} as strength,
        {{ sign }} as sign,
        {{ moment }} as moment
    from candidates
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

twins as (

    {{ audit_twins('signs', 300, 'one.strength <> 4 or one.has_no_time or other.has_no_time') | indent(4) }}

)

select
    given_way.entity,
    given_way.record_id,
    kept.record_id as same_as_id,
    case twins.strength when 1 then 'deal' when 2 then 'number' when 3 then 'customer_moment' else 'customer_day' end
        as match_rule,
    given_way.source_relation,
    kept.source_relation as same_as_source_relation
from twins
inner join candidates as given_way
    on twins.record_id = given_way.entity || '|' || given_way.record_id
inner join candidates as kept
    on twins.same_as_id = kept.entity || '|' || kept.record_id
