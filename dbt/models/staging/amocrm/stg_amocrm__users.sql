with cells as (

    {{ read_cells(source('amocrm', 'users'), [
        'user_id', 'user_name', 'is_active', 'team_id', 'groups'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_active') }} as typed_is_active
    from cells

)

select
    {{ person_key('coalesce(user_name, user_id)') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ first_name_in_list('groups') }} as team_name,
    typed_is_active as is_active,
    {{ unreadable_columns(['is_active']) }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
