with cells as (

    {{ read_cells(source('amocrm', 'tasks'), [
        'activity_id', 'subject', 'user_id', 'author', 'created_at', 'updated_at', 'due_at', 'completed_at',
        'is_completed', 'entity_type', 'entity_id', 'deal_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('due_at') }} as typed_due_at,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ parse_boolean('is_completed') }} as typed_is_completed,
        {{ subject_kind('subject') }} as typed_subject_kind
    from cells

)

select
    coalesce(
        'task-' || {{ clean_text('activity_id') }},
        {{ pseudonym("concat_ws('|', subject, user_id, created_at, due_at)") }}
    ) as activity_id,
    'task' as type,
    {{ person_key('user_id') }} as user_id,
    coalesce(
        {{ clean_text('deal_id') }},
        case when entity_type in ('leads', 'lead') then {{ clean_text('entity_id') }} end
    ) as deal_id,
    case
        when entity_type in ('companies', 'company') then {{ source_key('company', 'entity_id') }}
    end as company_key,
    {{ in_range(
        'coalesce(typed_completed_at, case when typed_is_completed then typed_updated_at end, '
        ~ 'typed_created_at, typed_due_at)'
    ) }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range(
        'coalesce(typed_completed_at, case when typed_is_completed then typed_updated_at end)'
    ) }} as completed_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    typed_is_completed as is_completed,
    {{ author_type('author') }} as author_type,
    typed_subject_kind as subject_kind,
    typed_subject_kind is not null as is_routine,
    {{ unreadable_columns([
        'created_at', 'updated_at', 'due_at', 'completed_at', 'is_completed'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at', 'due_at', 'completed_at']) }} as out_of_range_columns,
    {{ has_unreadable(['due_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
