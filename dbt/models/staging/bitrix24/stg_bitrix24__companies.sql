with cells as (

    {{ read_cells(source('bitrix24', 'companies'), [
        'company_id', 'company_name', 'tax_id', 'phone', 'email', 'created_at', 'updated_at', 'annual_revenue', 'industry', 'region'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_amount('annual_revenue') }} as typed_annual_revenue,
        {{ tax_key('tax_id') }} as tax_key,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('industry') }} as segment,
    {{ clean_text('region') }} as region,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    coalesce(
        {{ source_key('company', 'company_id') }},
        tax_key,
        name_key,
        phone_key,
        email_key
    ) as company_key,
    tax_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns(['created_at', 'updated_at', 'annual_revenue']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
