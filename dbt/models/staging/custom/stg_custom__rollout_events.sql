with cells as (

    {{ read_cells(source('custom', 'rollout_events'), ['kind', 'event_date', 'team_name', 'note']) }}

),

typed as (

    select
        *,
        {{ parse_date('event_date') }} as typed_event_date
    from cells

)

select
    {{ rollout_kind('kind') }} as kind,
    {{ in_range('typed_event_date') }} as event_date,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('note') }} as note,
    {{ unreadable_columns(['event_date']) }} as unreadable_columns,
    {{ out_of_range_columns(['event_date']) }} as out_of_range_columns,
    {{ has_unreadable(['event_date']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
