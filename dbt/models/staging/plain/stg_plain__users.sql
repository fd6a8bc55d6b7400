with cells as (

    {{ read_cells(source('plain', 'users'), [
        'user_id', 'user_name', 'team_name', 'role', 'is_active', 'is_service_account', 'account_created_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_active') }} as typed_is_active,
        {{ parse_boolean('is_service_account') }} as typed_is_service_account,
        {{ parse_timestamp('account_created_at') }} as typed_account_created_at
    from cells

)

select
    {{ person_key('coalesce(user_name, user_id)') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('role') }} as role,
    typed_is_active as is_active,
    typed_is_service_account as is_service_account,
    {{ in_range('typed_account_created_at') }} as account_created_at,
    {{ unreadable_columns(['is_active', 'is_service_account', 'account_created_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['account_created_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
