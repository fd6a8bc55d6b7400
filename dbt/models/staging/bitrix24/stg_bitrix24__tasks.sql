with cells as (

    {{ read_cells(source('bitrix24', 'tasks'), [
        'activity_id', 'subject', 'user_id', 'author', 'status', 'created_at', 'updated_at', 'due_at',
        'completed_at', 'records'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('due_at') }} as typed_due_at,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ subject_kind('subject') }} as typed_subject_kind
    from cells

)

select
    'task-' || {{ clean_text('activity_id') }} as activity_id,
    'task' as type,
    {{ person_key('user_id') }} as user_id,
    {{ extract_pattern('records', '(^|[^A-Z])D_(\\d+)', 2) }} as deal_id,
    {{ extract_pattern('records', '(^|[^A-Z])L_(\\d+)', 2) }} as lead_id,
    'company:' || _source_relation || ':' || {{ extract_pattern('records', 'CO_(\\d+)', 1) }} as company_key,
    {{ in_range('coalesce(typed_completed_at, typed_created_at)') }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_completed_at') }} as completed_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    status = '5' or {{ fold('status') }} in ('завершена', 'завершено', 'completed') as is_completed,
    {{ author_type('author') }} as author_type,
    typed_subject_kind as subject_kind,
    typed_subject_kind is not null as is_routine,
    {{ unreadable_columns(['created_at', 'updated_at', 'due_at', 'completed_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at', 'due_at', 'completed_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
