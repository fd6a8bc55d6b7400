with cells as (

    {{ read_cells(source('zoho', 'users'), [
        'user_id', 'user_name', 'status', 'role', 'account_created_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('account_created_at') }} as typed_account_created_at
    from cells

)

select
    {{ person_key('coalesce(user_name, user_id)') }} as user_id,
    {{ clean_text('role') }} as role,
    {{ fold('status') }} in ('active', 'активный', 'активен') as is_active,
    {{ in_range('typed_account_created_at') }} as account_created_at,
    {{ unreadable_columns(['account_created_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['account_created_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
