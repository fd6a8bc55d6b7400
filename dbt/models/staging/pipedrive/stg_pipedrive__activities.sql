with cells as (

    {{ read_cells(source('pipedrive', 'activities'), [
        'activity_id', 'subject', 'type', 'is_completed', 'due_at', 'user_id', 'author', 'created_at',
        'created_at_utc', 'completed_at', 'completed_at_utc', 'updated_at', 'updated_at_utc', 'deal_id', 'lead_id',
        'company_id', 'company_name', 'contact_name'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_completed') }} as typed_is_completed,
        {{ parse_timestamp('due_at') }} as typed_due_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('completed_at') }} as typed_completed_at,
        {{ parse_utc_timestamp('completed_at_utc') }} as typed_completed_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ activity_type('type') }} as typed_type,
        {{ subject_kind('subject') }} as typed_subject_kind,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    coalesce(
        {{ clean_text('activity_id') }},
        {{ pseudonym("concat_ws('|', subject, user_id, created_at, due_at)") }}
    ) as activity_id,
    typed_type as type,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('deal_id') }} as deal_id,
    {{ clean_text('lead_id') }} as lead_id,
    {{ in_range(
        'coalesce(typed_completed_at, typed_completed_at_utc, case when typed_is_completed then typed_due_at end, '
        ~ 'typed_created_at, typed_created_at_utc)'
    ) }} as occurred_at,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('coalesce(typed_completed_at, typed_completed_at_utc)') }} as completed_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    typed_is_completed as is_completed,
    {{ author_type('author') }} as author_type,
    typed_subject_kind as subject_kind,
    coalesce(typed_type = 'task' and typed_subject_kind is not null, false) as is_routine,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    {{ contact_name_key('contact_name') }} as contact_key,
    name_key,
    {{ unreadable_columns([
        'is_completed', 'due_at', 'created_at', 'created_at_utc', 'completed_at', 'completed_at_utc', 'updated_at',
        'updated_at_utc'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'due_at', 'created_at', 'created_at_utc', 'completed_at', 'completed_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
