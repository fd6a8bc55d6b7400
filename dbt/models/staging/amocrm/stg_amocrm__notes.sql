with cells as (

    {{ read_cells(source('amocrm', 'notes'), [
        'activity_id', 'entity_id', 'entity_type', 'type', 'created_at', 'updated_at', 'user_id', 'author',
        'call_user', 'duration_seconds', 'call_status', 'phone', 'link'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_number('duration_seconds') }} as typed_duration_seconds,
        coalesce(entity_type, {{ extract_pattern('link', '/v4/(leads|contacts|companies)/', 1) }}) as record_kind,
        type like 'call%' as is_call,
        coalesce(call_status not in ('1', '2', '4', '5'), coalesce(duration_seconds, '0') = '0') as typed_is_missed,
        {{ phone_key('phone') }} as phone_key
    from cells

)

select
    'note-' || {{ clean_text('activity_id') }} as activity_id,
    case
        when is_call then 'call'
        when type like 'sms%' then 'chat'
        when type like '%mail%' then 'email'
        else 'note'
    end as type,
    case when right(type, 3) = '_in' then 'in' when right(type, 4) = '_out' then 'out' end as direction,
    {{ person_key("coalesce(call_user, nullif(author, '0'), user_id)") }} as user_id,
    case when record_kind in ('leads', 'lead') then {{ clean_text('entity_id') }} end as deal_id,
    case
        when record_kind in ('companies', 'company') then {{ source_key('company', 'entity_id') }}
    end as company_key,
    {{ in_range('typed_created_at') }} as occurred_at,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    case when is_call then typed_is_missed end as is_missed,
    case when is_call then not typed_is_missed end as is_completed,
    case
        when is_call and typed_is_missed and type = 'call_in' then 'integration'
        when type like '%service%' or author = '0' then 'robot'
        else 'human'
    end as author_type,
    case when is_call then typed_duration_seconds end as duration_seconds,
    phone_key,
    case when is_call then coalesce({{ is_extension('phone') }}, false) end as is_internal,
    {{ unreadable_columns(['created_at', 'updated_at', 'duration_seconds']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
