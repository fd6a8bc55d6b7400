with cells as (

    {{ read_cells(source('bitrix24', 'activities'), [
        'activity_id', 'type', 'provider', 'direction', 'subject', 'user_id', 'author', 'deal_id', 'lead_id',
        'owner_type', 'owner_id', 'company_name', 'occurred_at', 'created_at', 'due_at', 'completed_at',
        'is_completed', 'completion_status', 'duration_seconds'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('due_at') }} as typed_due_at,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ parse_boolean('is_completed') }} as typed_is_completed,
        {{ parse_number('duration_seconds') }} as typed_duration_seconds,
        {{ activity_type('type', 'provider') }} as typed_type,
        {{ subject_kind('subject') }} as typed_subject_kind,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('activity_id') }} as activity_id,
    typed_type as type,
    {{ direction('direction') }} as direction,
    {{ person_key('user_id') }} as user_id,
    coalesce(
        {{ clean_text('deal_id') }},
        case when owner_type = '2' then {{ clean_text('owner_id') }} end
    ) as deal_id,
    coalesce(
        {{ clean_text('lead_id') }},
        case when owner_type = '1' then {{ clean_text('owner_id') }} end
    ) as lead_id,
    {{ in_range('coalesce(typed_occurred_at, typed_created_at)') }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_completed_at') }} as completed_at,
    typed_is_completed as is_completed,
    {{ author_type('author') }} as author_type,
    typed_subject_kind as subject_kind,
    coalesce(typed_type = 'task' and typed_subject_kind is not null, false) as is_routine,
    completion_status = '3'
    or lower(completion_status) like '%автомат%'
    or lower(completion_status) like '%automatic%' as is_completed_automatically,
    name_key as company_key,
    name_key,
    {{ unreadable_columns([
        'occurred_at', 'created_at', 'due_at', 'completed_at', 'is_completed', 'duration_seconds'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['occurred_at', 'created_at', 'due_at', 'completed_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
