with cells as (

    {{ read_cells(source('hubspot', 'tickets'), [
        'ticket_id', 'status', 'priority', 'channel', 'user_id', 'created_at', 'created_at_utc',
        'first_response_at', 'first_response_at_utc', 'resolved_at', 'resolved_at_utc', 'company_id',
        'company_name', 'contact_name', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('first_response_at') }} as typed_first_response_at,
        {{ parse_utc_timestamp('first_response_at_utc') }} as typed_first_response_at_utc,
        {{ parse_timestamp('resolved_at') }} as typed_resolved_at,
        {{ parse_utc_timestamp('resolved_at_utc') }} as typed_resolved_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('ticket_id') }} as ticket_id,
    {{ clean_text('status') }} as status,
    {{ clean_text('priority') }} as priority,
    {{ clean_text('channel') }} as channel,
    {{ person_key('user_id') }} as user_id,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('coalesce(typed_first_response_at, typed_first_response_at_utc)') }} as first_response_at,
    {{ in_range('coalesce(typed_resolved_at, typed_resolved_at_utc)') }} as resolved_at,
    typed_is_deleted as is_deleted,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    {{ contact_name_key('contact_name') }} as contact_key,
    name_key,
    {{ unreadable_columns([
        'created_at', 'created_at_utc', 'first_response_at', 'first_response_at_utc', 'resolved_at',
        'resolved_at_utc', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'first_response_at', 'first_response_at_utc', 'resolved_at',
        'resolved_at_utc'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['created_at', 'created_at_utc']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
