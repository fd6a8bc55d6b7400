with cells as (

    {{ read_cells(source('custom', 'teams'), [
        'team_id', 'team_name', 'parent_team_id', 'manager_user_id'
    ], pseudonyms=true) }}

)

select
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('parent_team_id') }} as parent_team_id,
    {{ person_key('manager_user_id') }} as manager_user_id,
    {{ no_columns() }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from cells
