with cells as (

    {{ read_cells(source('zoho', 'companies'), [
        'company_id', 'company_name', 'phone', 'created_at', 'updated_at', 'industry'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ phone_key('phone') }} as phone_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('industry') }} as segment,
    {{ in_range('typed_created_at') }} as created_at,
    coalesce({{ source_key('company', 'company_id') }}, name_key, phone_key) as company_key,
    phone_key,
    name_key,
    {{ unreadable_columns(['created_at', 'updated_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
