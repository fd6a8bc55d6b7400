with cells as (

    {{ read_cells(source('salesforce', 'companies'), [
        'company_id', 'company_name', 'phone', 'annual_revenue', 'employees', 'created_at', 'created_at_utc',
        'updated_at', 'updated_at_utc', 'is_deleted', 'version_is_current', 'version_ended_at', 'industry'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('version_is_current') }} as typed_version_is_current,
        {{ parse_utc_timestamp('version_ended_at') }} as typed_version_ended_at,
        {{ parse_amount('annual_revenue') }} as typed_annual_revenue,
        {{ parse_number('employees') }} as typed_employees,
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
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    typed_is_deleted as is_deleted,
    coalesce({{ salesforce_key('company', 'company_id') }}, name_key, phone_key) as company_key,
    phone_key,
    name_key,
    {{ is_old_version() }} as is_old_version,
    {{ unreadable_columns([
        'annual_revenue', 'employees', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc',
        'is_deleted', 'version_is_current', 'version_ended_at'
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
