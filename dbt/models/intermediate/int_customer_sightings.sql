-- The keys of a customer that stand side by side in a row. Surveys of employees tell nothing of customers.
with every_row as (

    {{ audit_union('identity', audit_staging_models('identity'), superseded=false) | indent(4) }}

),

seen as (

    select
        source_relation,
        coalesce(company_key, contact_key) as record_key,
        case when contact_key like 'contact:%' then contact_key end as contact_key,
        tax_key,
        phone_key,
        email_key,
        name_key,
        case when table_name in ('companies', 'contacts') then created_at end as record_created_at
    from every_row
    union all
    select
        source_relation,
        coalesce(company_key, respondent_key) as record_key,
        cast(null as varchar) as contact_key,
        cast(null as varchar) as tax_key,
        case when respondent_key like 'phone:%' then respondent_key end as phone_key,
        case when respondent_key like 'email:%' then respondent_key end as email_key,
        cast(null as varchar) as name_key,
        cast(null as timestamp) as record_created_at
    from {{ ref('int_survey_responses__unified') }}
    where
        respondent_type = 'customer'
        and (company_key is not null or respondent_key like 'phone:%' or respondent_key like 'email:%')

)

select
    source_relation,
    record_key,
    contact_key,
    coalesce(tax_key, case when record_key like 'tax:%' then record_key end) as tax_key,
    coalesce(phone_key, case when record_key like 'phone:%' then record_key end) as phone_key,
    coalesce(email_key, case when record_key like 'email:%' then record_key end) as email_key,
    coalesce(name_key, case when record_key like 'name:%' then record_key end) as name_key,
    min(record_created_at) as record_created_at
from seen
where record_key is not null
group by source_relation, record_key, contact_key, tax_key, phone_key, email_key, name_key
