-- Keys that stand in one row belong to one customer, and so on from row to row. A key joins nobody when it stands
-- beside two tax ids, or, for a phone, e-mail or contact person, beside two company names or more than fifty records.
-- Whatever lies between two tax ids goes to the nearer one, and to neither at the same distance: no customer has two.
with recursive sightings as (

    select * from {{ ref('int_customer_sightings') }}

),

-- What all rows of a record say together.
records as (

    select
        record_key,
        case when min(tax_key) = max(tax_key) then min(tax_key) end as tax_key,
        case when min(name_key) = max(name_key) then min(name_key) end as name_key,
        min(record_created_at) as record_created_at,
        min(case
            when tax_key is not null then 1
            when name_key is not null then 2
            when phone_key is not null then 3
            when email_key is not null then 4
            else 5
        end) as strength
    from sightings
    group by record_key

),

keys as (
    {%- for kind in ['phone', 'email', 'name', 'contact'] %}

    select
        sightings.{{ kind }}_key as key_value,
        sightings.record_key,
        coalesce(sightings.tax_key, records.tax_key) as tax_key,
        {{ 'cast(null as varchar)' if kind == 'name' else 'coalesce(sightings.name_key, records.name_key)' }}
            as name_key
    from sightings
    inner join records
        on sightings.record_key = records.record_key
    where sightings.{{ kind }}_key is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

facts_of_keys as (

    select
        key_value,
        count(*) as n_rows,
        count(name_key) as n_with_name,
        coalesce(min(tax_key) <> max(tax_key), false) as has_two_tax_ids,
        coalesce(min(name_key) <> max(name_key), false) and count(tax_key) < count(*) as has_two_names
    from keys
    group by key_value

),

crowds as (

    select facts_of_keys.key_value
    from facts_of_keys
    inner join keys
        on facts_of_keys.key_value = keys.key_value
    where
        facts_of_keys.n_rows > 50
        and facts_of_keys.n_with_name = 0
        and facts_of_keys.key_value not like 'name:%'
    group by facts_of_keys.key_value
    having count(distinct keys.record_key) > 50

),

barred as (

    select key_value
    from facts_of_keys
    where
        has_two_tax_ids
        or has_two_names
    union
    select key_value
    from crowds

),

one_way as (

    select
        keys.record_key as node_a,
        keys.key_value as node_b
    from keys
    left join barred
        on keys.key_value = barred.key_value
    where barred.key_value is null
    union
    select
        record_key as node_a,
        tax_key as node_b
    from sightings
    where tax_key is not null

),

-- A record that is itself a barred key stands for several customers: it leads nowhere.
pairs as (

    select
        one_way.node_a,
        one_way.node_b
    from one_way
    left join barred
        on one_way.node_a = barred.key_value
    where
        barred.key_value is null
        and one_way.node_a <> one_way.node_b

),

-- Numbers are light to carry along; the strongest key of a customer without a tax id has the least one.
numbers as (

    select
        key_value,
        row_number() over (
            order by
                case
                    when key_value like 'tax:%' then 1
                    when key_value like 'name:%' then 2
                    when key_value like 'phone:%' then 3
                    when key_value like 'email:%' then 4
                    when key_value like 'contact%' then 6
                    else 5
                end,
                key_value
        ) as node
    from (
        select node_a as key_value
        from pairs
        union
        select node_b as key_value
        from pairs
    ) as key_values

),

numbered_pairs as (

    select
        numbers_a.node as node_a,
        numbers_b.node as node_b
    from pairs
    inner join numbers as numbers_a
        on pairs.node_a = numbers_a.key_value
    inner join numbers as numbers_b
        on pairs.node_b = numbers_b.key_value

),

links as (

    select
        node_a,
        node_b
    from numbered_pairs
    union all
    select
        node_b as node_a,
        node_a as node_b
    from numbered_pairs

),

tax_ids as (

    select node
    from numbers
    where key_value like 'tax:%'

),

{{ audit_nearest('by_tax_id', 'tax_ids', 'links') }},

without_tax_id as (

    select
        numbers.node,
        numbers.node as label
    from numbers
    left join by_tax_id
        on numbers.node = by_tax_id.node
    where coalesce(by_tax_id.label, 0) = 0

),

{{ audit_components('by_other_keys', 'without_tax_id', 'links') }},

ambiguous as (

    select distinct keys.record_key
    from keys
    inner join barred
        on keys.key_value = barred.key_value

)

select
    coalesce(labels.key_value, records.record_key) as customer_id,
    records.record_key as company_key,
    case records.strength
        when 1 then 'tax_id'
        when 2 then 'name'
        when 3 then 'phone'
        when 4 then 'email'
        else 'own_key'
    end as match_rule,
    ambiguous.record_key is not null or coalesce(by_tax_id.label = 0, false) as has_ambiguous_key,
    records.record_created_at
from records
left join numbers
    on records.record_key = numbers.key_value
left join by_tax_id
    on numbers.node = by_tax_id.node
left join by_other_keys
    on numbers.node = by_other_keys.node
left join numbers as labels
    on coalesce(nullif(by_tax_id.label, 0), by_other_keys.label) = labels.node
left join ambiguous
    on records.record_key = ambiguous.record_key
