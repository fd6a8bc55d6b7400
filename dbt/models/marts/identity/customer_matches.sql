-- The strongest key that a record shares with a record of another source; chain: only records in between link them.
with sightings as (

    select * from {{ ref('int_customer_sightings') }}

),

records as (

    select distinct
        sightings.source_relation,
        sightings.record_key,
        customers.customer_id
    from sightings
    inner join {{ ref('int_customers__unified') }} as customers
        on sightings.record_key = customers.company_key

),

customer_sources as (

    select distinct
        customer_id,
        source_relation
    from records

),

shared_customers as (

    select customer_id
    from customer_sources
    group by customer_id
    having count(*) > 1

),

record_keys as (
    {%- for kind in ['tax', 'phone', 'email', 'name'] %}

    select
        records.source_relation,
        records.record_key,
        records.customer_id,
        {{ loop.index }} as strength,
        sightings.{{ kind }}_key as key_value
    from sightings
    inner join records
        on
            sightings.source_relation = records.source_relation
            and sightings.record_key = records.record_key
    inner join shared_customers
        on records.customer_id = shared_customers.customer_id
    where sightings.{{ kind }}_key is not null
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

key_sources as (

    select distinct
        source_relation,
        customer_id,
        key_value
    from record_keys

),

direct as (

    select
        record_keys.source_relation,
        record_keys.record_key,
        key_sources.source_relation as other_source_relation,
        min(record_keys.strength) as strength
    from record_keys
    inner join key_sources
        on
            record_keys.key_value = key_sources.key_value
            and record_keys.customer_id = key_sources.customer_id
            and record_keys.source_relation <> key_sources.source_relation
    group by record_keys.source_relation, record_keys.record_key, key_sources.source_relation

)

select
    records.source_relation,
    records.record_key,
    customer_sources.source_relation as other_source_relation,
    records.customer_id,
    case direct.strength
        when 1 then 'tax_id'
        when 2 then 'phone'
        when 3 then 'email'
        when 4 then 'name'
        else 'chain'
    end as match_rule
from records
inner join customer_sources
    on
        records.customer_id = customer_sources.customer_id
        and records.source_relation <> customer_sources.source_relation
left join direct
    on
        records.source_relation = direct.source_relation
        and records.record_key = direct.record_key
        and customer_sources.source_relation = direct.other_source_relation
