with cells as (

    {{ read_cells(source('pipedrive', 'users'), [
        'user_id', 'user_name', 'is_active', 'last_login_at_utc', 'account_created_at_utc'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_active') }} as typed_is_active,
        {{ parse_utc_timestamp('last_login_at_utc') }} as typed_last_login_at_utc,
        {{ parse_utc_timestamp('account_created_at_utc') }} as typed_account_created_at_utc
    from cells

)

select
    {{ person_key('coalesce(user_name, user_id)') }} as user_id,
    typed_is_active as is_active,
    {{ in_range('typed_account_created_at_utc') }} as account_created_at,
    {{ unreadable_columns(['is_active', 'last_login_at_utc', 'account_created_at_utc']) }} as unreadable_columns,
    {{ out_of_range_columns(['last_login_at_utc', 'account_created_at_utc']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
