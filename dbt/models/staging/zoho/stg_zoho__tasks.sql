with cells as (

    {{ read_cells(source('zoho', 'tasks'), [
        'activity_id', 'subject', 'status', 'due_at', 'user_id', 'author', 'created_at', 'updated_at',
        'completed_at', 'deal_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('due_at') }} as typed_due_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ subject_kind('subject') }} as typed_subject_kind
    from cells

)

select
    'task-' || {{ clean_text('activity_id') }} as activity_id,
    'task' as type,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('deal_id') }} as deal_id,
    {{ in_range('coalesce(typed_completed_at, typed_created_at)') }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_completed_at') }} as completed_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ fold('status') }} in ('completed', 'завершено', 'завершена') as is_completed,
    {{ author_type('author') }} as author_type,
    typed_subject_kind as subject_kind,
    typed_subject_kind is not null as is_routine,
    {{ unreadable_columns(['due_at', 'created_at', 'updated_at', 'completed_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['due_at', 'created_at', 'updated_at', 'completed_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
