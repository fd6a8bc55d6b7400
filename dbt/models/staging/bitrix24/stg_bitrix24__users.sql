with cells as (

    {{ read_cells(source('bitrix24', 'users'), [
        'user_id', 'first_name', 'last_name', 'is_active', 'account_created_at', 'last_login_at', 'role',
        'team_name', 'team_id', 'user_type'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_active') }} as typed_is_active,
        {{ parse_timestamp('account_created_at') }} as typed_account_created_at,
        {{ parse_timestamp('last_login_at') }} as typed_last_login_at
    from cells

)

select
    {{ person_key('coalesce(' ~ full_name() ~ ', user_id)') }} as user_id,
    {{ extract_pattern('team_id', '\\d+') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('role') }} as role,
    typed_is_active as is_active,
    lower(user_type) in ('bot', 'imconnector', 'shop', 'controller', 'replica') as is_service_account,
    {{ in_range('typed_account_created_at') }} as account_created_at,
    {{ unreadable_columns(['is_active', 'account_created_at', 'last_login_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['account_created_at', 'last_login_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
