with cells as (

    {{ read_cells(source('salesforce', 'tasks'), [
        'activity_id', 'subject', 'status', 'type', 'type_field', 'direction', 'duration_seconds', 'user_id',
        'created_by', 'due_on', 'completed_at', 'completed_at_utc', 'is_closed', 'what_id', 'who_id',
        'company_id', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc', 'is_deleted',
        'version_is_current', 'version_ended_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('version_is_current') }} as typed_version_is_current,
        {{ parse_utc_timestamp('version_ended_at') }} as typed_version_ended_at,
        {{ parse_number('duration_seconds') }} as typed_duration_seconds,
        {{ parse_timestamp('due_on') }} as typed_due_on,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ parse_utc_timestamp('completed_at_utc') }} as typed_completed_at_utc,
        {{ parse_boolean('is_closed') }} as typed_is_closed,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ activity_type('coalesce(type, type_field)') }} as typed_type,
        {{ subject_kind('subject') }} as typed_subject_kind
    from cells

)

select
    {{ salesforce_id('activity_id') }} as activity_id,
    typed_type as type,
    {{ direction('direction') }} as direction,
    {{ salesforce_user('user_id') }} as user_id,
    case when what_id like '006%' then {{ salesforce_id('what_id') }} end as deal_id,
    case when who_id like '00Q%' then {{ salesforce_id('who_id') }} end as lead_id,
    {{ in_range(
        'coalesce(typed_completed_at, typed_completed_at_utc, case when typed_is_closed then typed_due_on end, '
        ~ 'typed_created_at, typed_created_at_utc)'
    ) }} as occurred_at,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('coalesce(typed_completed_at, typed_completed_at_utc)') }} as completed_at,
    coalesce(typed_is_closed, {{ fold('status') }} in ('completed', 'завершено', 'завершена')) as is_completed,
    {{ author_type('created_by') }} as author_type,
    typed_subject_kind as subject_kind,
    coalesce(typed_type = 'task' and typed_subject_kind is not null, false) as is_routine,
    typed_duration_seconds as duration_seconds,
    typed_is_deleted as is_deleted,
    {{ salesforce_key('company', 'company_id') }} as company_key,
    {{ is_old_version() }} as is_old_version,
    {{ unreadable_columns([
        'duration_seconds', 'due_on', 'completed_at', 'completed_at_utc', 'is_closed', 'created_at',
        'created_at_utc', 'updated_at', 'updated_at_utc', 'is_deleted', 'version_is_current',
        'version_ended_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'due_on', 'completed_at', 'completed_at_utc', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
