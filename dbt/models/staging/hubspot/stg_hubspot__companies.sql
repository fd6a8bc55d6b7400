with cells as (

    {{ read_cells(source('hubspot', 'companies'), [
        'company_id', 'company_name', 'phone', 'annual_revenue', 'created_at', 'created_at_utc', 'updated_at',
        'updated_at_utc', 'is_deleted', 'industry', 'state'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_amount('annual_revenue') }} as typed_annual_revenue,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ phone_key('phone') }} as phone_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('industry') }} as segment,
    {{ clean_text('state') }} as region,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    coalesce({{ source_key('company', 'company_id') }}, name_key, phone_key) as company_key,
    phone_key,
    name_key,
    {{ unreadable_columns([
        'annual_revenue', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
