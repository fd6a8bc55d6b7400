with cells as (

    {{ read_cells(source('custom', 'activities'), [
        'activity_id', 'type', 'direction', 'user_id', 'author_type', 'deal_id', 'lead_id', 'ticket_id',
        'company_key', 'occurred_at', 'created_at', 'completed_at', 'is_completed', 'is_completed_automatically',
        'is_routine', 'subject', 'phone', 'duration_seconds'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ parse_boolean('is_completed') }} as typed_is_completed,
        {{ parse_boolean('is_completed_automatically') }} as typed_is_completed_automatically,
        {{ parse_boolean('is_routine') }} as typed_is_routine,
        {{ parse_seconds('duration_seconds') }} as typed_duration_seconds,
        {{ activity_type('type') }} as typed_type,
        {{ subject_kind('subject') }} as typed_subject_kind
    from cells

)

select
    {{ clean_text('activity_id') }} as activity_id,
    typed_type as type,
    {{ direction('direction') }} as direction,
    {{ person_key('user_id') }} as user_id,
    lower({{ clean_text('author_type') }}) as author_type,
    {{ clean_text('deal_id') }} as deal_id,
    {{ clean_text('lead_id') }} as lead_id,
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ in_range('typed_occurred_at') }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_completed_at') }} as completed_at,
    typed_is_completed as is_completed,
    typed_is_completed_automatically as is_completed_automatically,
    coalesce(typed_is_routine, typed_type = 'task' and typed_subject_kind is not null) as is_routine,
    typed_subject_kind as subject_kind,
    typed_duration_seconds as duration_seconds,
    case when typed_type = 'call' then typed_duration_seconds = 0 end as is_missed,
    {{ native_key('company_key') }} as company_key,
    {{ phone_key('phone') }} as phone_key,
    case when typed_type = 'call' then coalesce({{ is_extension('phone') }}, false) end as is_internal,
    {{ unreadable_columns([
        'occurred_at', 'created_at', 'completed_at', 'is_completed', 'is_completed_automatically', 'is_routine',
        'duration_seconds'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['occurred_at', 'created_at', 'completed_at']) }} as out_of_range_columns,
    {{ has_unreadable(['occurred_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
