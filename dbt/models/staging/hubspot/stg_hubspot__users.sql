with cells as (

    {{ read_cells(source('hubspot', 'users'), [
        'user_id', 'first_name', 'last_name', 'account_id', 'is_active', 'is_archived', 'teams', 'team_name',
        'account_created_at_utc'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_active') }} as typed_is_active,
        {{ parse_boolean('is_archived') }} as typed_is_archived,
        {{ parse_utc_timestamp('account_created_at_utc') }} as typed_account_created_at_utc
    from cells

)

select
    {{ person_key('coalesce(' ~ full_name() ~ ', user_id)') }} as user_id,
    coalesce(
        {{ clean_text('team_name') }},
        {{ first_name_in_list('teams') }}
    ) as team_name,
    coalesce(typed_is_active, not typed_is_archived, account_id is not null) as is_active,
    {{ in_range('typed_account_created_at_utc') }} as account_created_at,
    {{ unreadable_columns(['is_active', 'is_archived', 'account_created_at_utc']) }} as unreadable_columns,
    {{ out_of_range_columns(['account_created_at_utc']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
