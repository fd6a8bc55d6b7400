-- What the lists of companies say of a customer. The newest export of a record counts; where the records of one
-- customer do not agree, nothing is stated.
with every_row as (

    {{ audit_union('customer_attribute', audit_staging_models('customer_attribute'), superseded=false) | indent(4) }}

),

records as (
    {%- for attribute in ['segment', 'region'] %}

    select
        company_key,
        '{{ attribute }}' as attribute,
        {{ attribute }} as stated,
        row_number() over (
            partition by company_key
            order by case when _snapshot_at is null then 1 else 0 end, _snapshot_at desc, {{ attribute }}
        ) as place
    from every_row
    where
        company_key is not null
        and {{ attribute }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

customers as (

    select
        customers.customer_id,
        records.attribute,
        case when min(records.stated) = max(records.stated) then min(records.stated) end as agreed
    from records
    inner join {{ ref('int_customers__unified') }} as customers
        on records.company_key = customers.company_key
    where records.place = 1
    group by customers.customer_id, records.attribute

)

select
    customer_id,
    min(case when attribute = 'segment' then agreed end) as segment,
    min(case when attribute = 'region' then agreed end) as region
from customers
group by customer_id
