with cells as (

    {{ read_cells(source('custom', 'crm_sessions'), ['user_id', 'started_at', 'ended_at'], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('started_at') }} as typed_started_at,
        {{ parse_timestamp('ended_at') }} as typed_ended_at
    from cells

)

select
    {{ person_key('user_id') }} as user_id,
    {{ in_range('typed_started_at') }} as started_at,
    {{ in_range('typed_ended_at') }} as ended_at,
    {{ unreadable_columns(['started_at', 'ended_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['started_at', 'ended_at']) }} as out_of_range_columns,
    {{ has_unreadable(['started_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
