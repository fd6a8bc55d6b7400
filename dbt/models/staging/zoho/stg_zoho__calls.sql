with cells as (

    {{ read_cells(source('zoho', 'calls'), [
        'activity_id', 'direction', 'occurred_at', 'duration_seconds', 'user_id', 'author', 'created_at',
        'updated_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at,
        {{ parse_seconds('duration_seconds') }} as typed_duration_seconds,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at
    from cells

)

select
    'call-' || {{ clean_text('activity_id') }} as activity_id,
    'call' as type,
    {{ direction('direction') }} as direction,
    {{ person_key('user_id') }} as user_id,
    {{ in_range('typed_occurred_at') }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ fold('direction') }} in ('missed', 'пропущенный') as is_missed,
    {{ fold('direction') }} not in ('missed', 'пропущенный') as is_completed,
    case
        when {{ fold('direction') }} in ('missed', 'пропущенный') then 'integration'
        else {{ author_type('author') }}
    end as author_type,
    typed_duration_seconds as duration_seconds,
    {{ unreadable_columns(['occurred_at', 'duration_seconds', 'created_at', 'updated_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['occurred_at', 'created_at', 'updated_at']) }} as out_of_range_columns,
    {{ has_unreadable(['occurred_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
