{{ config(materialized='view') }}

with records as (

    select
        source_relation,
        record_key,
        count(coalesce(tax_key, phone_key, email_key, name_key)) as n_with_key
    from {{ ref('int_customer_sightings') }}
    group by source_relation, record_key

),

sources as (

    select count(distinct source_relation) as n_sources
    from records

)

select
    records.source_relation,
    records.record_key,
    customers.customer_id,
    case
        when records.n_with_key = 0 then 'no_key'
        when customers.has_ambiguous_key then 'ambiguous_key'
        else 'no_counterpart'
    end as reason
from records
cross join sources
inner join {{ ref('int_customers__unified') }} as customers
    on records.record_key = customers.company_key
left join {{ ref('customer_matches') }} as matches
    on
        records.source_relation = matches.source_relation
        and records.record_key = matches.record_key
where
    sources.n_sources > 1
    and matches.record_key is null
