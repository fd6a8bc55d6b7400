with cells as (

    {{ read_cells(source('hubspot', 'contacts'), [
        'contact_id', 'email', 'phone', 'company_id', 'company_name', 'created_at', 'created_at_utc',
        'customer_at', 'customer_at_utc', 'updated_at', 'updated_at_utc', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('customer_at') }} as typed_customer_at,
        {{ parse_utc_timestamp('customer_at_utc') }} as typed_customer_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce({{ source_key('contact', 'contact_id') }}, phone_key, email_key) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'created_at', 'created_at_utc', 'customer_at', 'customer_at_utc', 'updated_at', 'updated_at_utc',
        'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'customer_at', 'customer_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['created_at', 'created_at_utc']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
