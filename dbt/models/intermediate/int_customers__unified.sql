-- A weaker key leads to a stronger one only where it stands beside exactly one of them: a phone shared by two
-- tax ids, or a company name that two companies bear, joins nobody.
with every_row as (

    {{ audit_union('identity', audit_staging_models('identity'), superseded=false) | indent(4) }}

),

sightings as (

    select
        coalesce(company_key, contact_key) as company_key,
        tax_key,
        phone_key,
        email_key,
        name_key,
        min(case when table_name in ('companies', 'contacts') then created_at end) as record_created_at
    from every_row
    where coalesce(company_key, contact_key) is not null
    group by coalesce(company_key, contact_key), tax_key, phone_key, email_key, name_key

),

names as (

    select
        name_key,
        case when min(tax_key) = max(tax_key) then min(tax_key) end as tax_key
    from sightings
    where name_key is not null
    group by name_key

),

phones as (

    select
        sightings.phone_key,
        case when min(sightings.tax_key) = max(sightings.tax_key) then min(sightings.tax_key) end as tax_key,
        case
            when min(sightings.name_key) = max(sightings.name_key)
                then min(coalesce(names.tax_key, sightings.name_key))
        end as name_customer
    from sightings
    left join names
        on sightings.name_key = names.name_key
    where sightings.phone_key is not null
    group by sightings.phone_key

),

emails as (

    select
        sightings.email_key,
        case when min(sightings.tax_key) = max(sightings.tax_key) then min(sightings.tax_key) end as tax_key,
        case
            when min(sightings.name_key) = max(sightings.name_key)
                then min(coalesce(names.tax_key, sightings.name_key))
        end as name_customer,
        case
            when min(sightings.phone_key) = max(sightings.phone_key)
                then min(coalesce(phones.tax_key, phones.name_customer, sightings.phone_key))
        end as phone_customer
    from sightings
    left join names
        on sightings.name_key = names.name_key
    left join phones
        on sightings.phone_key = phones.phone_key
    where sightings.email_key is not null
    group by sightings.email_key

),

resolved as (

    select
        sightings.company_key,
        sightings.record_created_at,
        coalesce(
            sightings.tax_key, names.tax_key, phones.tax_key, emails.tax_key,
            sightings.name_key, phones.name_customer, emails.name_customer,
            sightings.phone_key, emails.phone_customer,
            sightings.email_key,
            sightings.company_key
        ) as customer_id,
        case
            when sightings.tax_key is not null then 1
            when sightings.name_key is not null then 2
            when sightings.phone_key is not null then 3
            when sightings.email_key is not null then 4
            else 5
        end as strength
    from sightings
    left join names
        on sightings.name_key = names.name_key
    left join phones
        on sightings.phone_key = phones.phone_key
    left join emails
        on sightings.email_key = emails.email_key

),

ranked as (

    select
        company_key,
        customer_id,
        strength,
        min(record_created_at) over (partition by company_key) as record_created_at,
        row_number() over (partition by company_key order by strength, customer_id) as place
    from resolved

)

select
    customer_id,
    company_key,
    case strength
        when 1 then 'tax_id'
        when 2 then 'name'
        when 3 then 'phone'
        when 4 then 'email'
        else 'own_key'
    end as match_rule,
    record_created_at
from ranked
where place = 1
