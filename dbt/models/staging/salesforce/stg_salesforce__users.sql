with cells as (

    {{ read_cells(source('salesforce', 'users'), [
        'user_id', 'department', 'division', 'role', 'user_type', 'is_active', 'account_created_at',
        'account_created_at_utc', 'last_login_at', 'last_login_at_utc', 'version_is_current',
        'version_ended_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('version_is_current') }} as typed_version_is_current,
        {{ parse_utc_timestamp('version_ended_at') }} as typed_version_ended_at,
        {{ parse_boolean('is_active') }} as typed_is_active,
        {{ parse_timestamp('account_created_at') }} as typed_account_created_at,
        {{ parse_utc_timestamp('account_created_at_utc') }} as typed_account_created_at_utc,
        {{ parse_timestamp('last_login_at') }} as typed_last_login_at,
        {{ parse_utc_timestamp('last_login_at_utc') }} as typed_last_login_at_utc
    from cells

)

select
    {{ salesforce_user('user_id') }} as user_id,
    coalesce({{ clean_text('department') }}, {{ clean_text('division') }}) as team_name,
    {{ clean_text('role') }} as role,
    typed_is_active as is_active,
    lower(user_type) in ('automatedprocess', 'cloudintegrationuser', 'guest') as is_service_account,
    {{ in_range('coalesce(typed_account_created_at, typed_account_created_at_utc)') }} as account_created_at,
    {{ is_old_version() }} as is_old_version,
    {{ unreadable_columns([
        'is_active', 'account_created_at', 'account_created_at_utc', 'last_login_at', 'last_login_at_utc',
        'version_is_current', 'version_ended_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'account_created_at', 'account_created_at_utc', 'last_login_at', 'last_login_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
