{{ config(materialized='view') }}

-- The cards of customers in the CRM, one row per record: what is known of each, and whether another card of the same
-- system is the same customer.
with crm_sources as (

    select distinct source_relation
    from {{ ref('fct_deals') }}

),

cards as (

    select
        sightings.source_relation,
        sightings.record_key,
        max(case when coalesce(sightings.phone_key, sightings.email_key) is not null then 1 else 0 end) as has_contact,
        max(case when sightings.tax_key is not null then 1 else 0 end) as has_tax_id,
        max(case when sightings.name_key is not null then 1 else 0 end) as has_name
    from {{ ref('int_customer_sightings') }} as sightings
    inner join crm_sources
        on sightings.source_relation = crm_sources.source_relation
    group by sightings.source_relation, sightings.record_key

)

select
    cards.source_relation,
    cards.record_key,
    cards.has_contact,
    cards.has_tax_id,
    cards.has_name,
    max(cards.has_contact) over (partition by cards.source_relation) = 1 as tells_contact,
    max(cards.has_tax_id) over (partition by cards.source_relation) = 1 as tells_tax_id,
    max(cards.has_name) over (partition by cards.source_relation) = 1 as tells_name,
    row_number() over (
        partition by cards.source_relation, coalesce(customers.customer_id, cards.record_key)
        order by cards.record_key
    ) as place_among_alike
from cards
left join {{ ref('int_customers__unified') }} as customers
    on cards.record_key = customers.company_key
