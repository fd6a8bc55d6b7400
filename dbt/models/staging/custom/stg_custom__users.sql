with cells as (

    {{ read_cells(source('custom', 'users'), [
        'user_id', 'user_name', 'team_id', 'team_name', 'role', 'is_active', 'is_service_account',
        'account_created_at', 'valid_from', 'valid_to'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_active') }} as typed_is_active,
        {{ parse_boolean('is_service_account') }} as typed_is_service_account,
        {{ parse_timestamp('account_created_at') }} as typed_account_created_at,
        {{ parse_timestamp('valid_from') }} as typed_valid_from,
        {{ parse_timestamp('valid_to') }} as typed_valid_to
    from cells

)

select
    {{ person_key('coalesce(user_name, user_id)') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('role') }} as role,
    typed_is_active as is_active,
    typed_is_service_account as is_service_account,
    {{ in_range('typed_account_created_at') }} as account_created_at,
    {{ in_range('typed_valid_from') }} as valid_from,
    {{ in_range('typed_valid_to') }} as valid_to,
    {{ unreadable_columns([
        'is_active', 'is_service_account', 'account_created_at', 'valid_from', 'valid_to'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['account_created_at', 'valid_from', 'valid_to']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
