with cells as (

    {{ read_cells(source('salesforce', 'events'), [
        'activity_id', 'type', 'started_at', 'started_at_utc', 'ended_at', 'ended_at_utc', 'duration_minutes',
        'is_all_day', 'user_id', 'created_by', 'what_id', 'who_id', 'company_id', 'created_at',
        'created_at_utc', 'updated_at', 'updated_at_utc', 'is_deleted', 'version_is_current',
        'version_ended_at'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('version_is_current') }} as typed_version_is_current,
        {{ parse_utc_timestamp('version_ended_at') }} as typed_version_ended_at,
        {{ parse_timestamp('started_at') }} as typed_started_at,
        {{ parse_utc_timestamp('started_at_utc') }} as typed_started_at_utc,
        {{ parse_timestamp('ended_at') }} as typed_ended_at,
        {{ parse_utc_timestamp('ended_at_utc') }} as typed_ended_at_utc,
        {{ parse_number('duration_minutes') }} as typed_duration_minutes,
        {{ parse_boolean('is_all_day') }} as typed_is_all_day,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ activity_type('type') }} as typed_type
    from cells

)

select
    {{ salesforce_id('activity_id') }} as activity_id,
    coalesce(case when typed_type <> 'other' then typed_type end, 'meeting') as type,
    {{ salesforce_user('user_id') }} as user_id,
    case when what_id like '006%' then {{ salesforce_id('what_id') }} end as deal_id,
    case when who_id like '00Q%' then {{ salesforce_id('who_id') }} end as lead_id,
    {{ in_range('coalesce(typed_started_at, typed_started_at_utc)') }} as occurred_at,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ author_type('created_by') }} as author_type,
    typed_is_deleted as is_deleted,
    {{ salesforce_key('company', 'company_id') }} as company_key,
    {{ is_old_version() }} as is_old_version,
    {{ unreadable_columns([
        'started_at', 'started_at_utc', 'ended_at', 'ended_at_utc', 'duration_minutes', 'is_all_day',
        'created_at', 'created_at_utc', 'updated_at', 'updated_at_utc', 'is_deleted', 'version_is_current',
        'version_ended_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'started_at', 'started_at_utc', 'ended_at', 'ended_at_utc', 'created_at', 'created_at_utc', 'updated_at',
        'updated_at_utc'
    ]) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
