with cells as (

    {{ read_cells(source('custom', 'absences'), [
        'user_id', 'absence_kind', 'valid_from', 'valid_to'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_date('valid_from') }} as typed_valid_from,
        {{ parse_date('valid_to') }} as typed_valid_to
    from cells

)

select
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('absence_kind') }} as absence_kind,
    {{ in_range('typed_valid_from') }} as valid_from,
    {{ in_range('typed_valid_to') }} as valid_to,
    {{ unreadable_columns(['valid_from', 'valid_to']) }} as unreadable_columns,
    {{ out_of_range_columns(['valid_from', 'valid_to']) }} as out_of_range_columns,
    {{ has_unreadable(['valid_from', 'valid_to']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
