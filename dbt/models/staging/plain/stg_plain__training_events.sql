with cells as (

    {{ read_cells(source('plain', 'training_events'), [
        'user_id', 'course', 'trained_on', 'hours', 'passed', 'is_required', 'score'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_date('trained_on') }} as typed_trained_on,
        {{ parse_number('hours') }} as typed_hours,
        {{ parse_boolean('passed') }} as typed_passed,
        {{ parse_boolean('is_required') }} as typed_is_required,
        {{ parse_number('score') }} as typed_score
    from cells

)

select
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('course') }} as course,
    {{ in_range('typed_trained_on') }} as trained_on,
    typed_hours as hours,
    typed_passed as passed,
    typed_is_required as is_required,
    typed_score as score,
    {{ unreadable_columns(['trained_on', 'hours', 'passed', 'is_required', 'score']) }} as unreadable_columns,
    {{ out_of_range_columns(['trained_on']) }} as out_of_range_columns,
    {{ has_unreadable(['trained_on']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
