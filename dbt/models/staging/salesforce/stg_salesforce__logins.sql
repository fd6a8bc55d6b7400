with cells as (

    {{ read_cells(source('salesforce', 'logins'), [
        'user_id', 'username', 'started_at', 'started_at_utc', 'status'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('started_at') }} as typed_started_at,
        {{ parse_utc_timestamp('started_at_utc') }} as typed_started_at_utc
    from cells

)

select
    coalesce({{ salesforce_user('user_id') }}, {{ person_key('username') }}) as user_id,
    case
        when {{ fold('status') }} = 'success' then {{ in_range('coalesce(typed_started_at, typed_started_at_utc)') }}
    end as started_at,
    {{ unreadable_columns(['started_at', 'started_at_utc']) }} as unreadable_columns,
    {{ out_of_range_columns(['started_at', 'started_at_utc']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
