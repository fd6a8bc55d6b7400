with cells as (

    {{ read_cells(source('custom', 'companies'), [
        'company_id', 'company_name', 'tax_id', 'phone', 'email', 'segment', 'industry', 'region', 'created_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ tax_key('tax_id') }} as tax_key,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    coalesce({{ clean_text('segment') }}, {{ clean_text('industry') }}) as segment,
    {{ clean_text('region') }} as region,
    {{ in_range('typed_created_at') }} as created_at,
    coalesce({{ native_key('company_id') }}, tax_key, name_key, phone_key, email_key) as company_key,
    tax_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns(['created_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
