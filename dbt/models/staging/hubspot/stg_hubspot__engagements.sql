with cells as (

    {{ read_cells(source('hubspot', 'engagements'), [
        'activity_id', 'type', 'occurred_at', 'occurred_at_utc', 'created_at', 'created_at_utc', 'updated_at',
        'updated_at_utc', 'user_id', 'direction', 'status', 'duration_ms', 'subject', 'source', 'deal_id',
        'company_id', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at,
        {{ parse_utc_timestamp('occurred_at_utc') }} as typed_occurred_at_utc,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_number('duration_ms') }} as typed_duration_ms,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ activity_type("replace(lower(type), 'incoming_', '')") }} as typed_type,
        {{ subject_kind('subject') }} as typed_subject_kind
    from cells

)

select
    {{ clean_text('activity_id') }} as activity_id,
    typed_type as type,
    {{ direction('direction') }} as direction,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('deal_id') }} as deal_id,
    {{ in_range('coalesce(typed_occurred_at, typed_occurred_at_utc)') }} as occurred_at,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    case when status is not null then {{ fold('status') }} = 'completed' end as is_completed,
    case
        when typed_type = 'call' and status is not null
            then {{ fold('status') }} in ('no_answer', 'missed', 'busy', 'failed', 'canceled')
    end as is_missed,
    case
        when upper(source) in ('WORKFLOWS', 'AUTOMATION_PLATFORM', 'SEQUENCES', 'BOT') then 'robot'
        when upper(source) in ('INTEGRATION', 'IMPORT', 'API', 'INTEGRATIONS_SYNC') then 'integration'
        else 'human'
    end as author_type,
    typed_subject_kind as subject_kind,
    coalesce(typed_type = 'task' and typed_subject_kind is not null, false) as is_routine,
    typed_duration_ms / 1000 as duration_seconds,
    {{ source_key('company', 'company_id') }} as company_key,
    {{ unreadable_columns([
        'occurred_at', 'occurred_at_utc', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc',
        'duration_ms', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'occurred_at', 'occurred_at_utc', 'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
