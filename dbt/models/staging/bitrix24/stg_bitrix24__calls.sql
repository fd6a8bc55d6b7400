with cells as (

    {{ read_cells(source('bitrix24', 'calls'), [
        'call_id', 'activity_id', 'call_type', 'occurred_at', 'duration_seconds', 'result_code', 'user_id', 'phone',
        'entity_type', 'entity_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at,
        {{ parse_number('duration_seconds') }} as typed_duration_seconds,
        coalesce(result_code <> '200', {{ parse_number('duration_seconds') }} = 0) as typed_is_missed,
        {{ phone_key('phone') }} as phone_key
    from cells

)

select
    coalesce(nullif({{ clean_text('activity_id') }}, '0'), 'call-' || {{ clean_text('call_id') }}) as activity_id,
    'call' as type,
    case when call_type in ('1', '4', '5') then 'out' when call_type in ('2', '3') then 'in' end as direction,
    {{ person_key('user_id') }} as user_id,
    case when upper(entity_type) = 'DEAL' then {{ clean_text('entity_id') }} end as deal_id,
    case when upper(entity_type) = 'LEAD' then {{ clean_text('entity_id') }} end as lead_id,
    coalesce(
        case when upper(entity_type) = 'COMPANY' then {{ source_key('company', 'entity_id') }} end,
        phone_key
    ) as company_key,
    {{ in_range('typed_occurred_at') }} as occurred_at,
    typed_is_missed as is_missed,
    not typed_is_missed as is_completed,
    case
        when call_type = '5' then 'robot'
        when typed_is_missed and call_type in ('2', '3') then 'integration'
        else 'human'
    end as author_type,
    typed_duration_seconds as duration_seconds,
    phone_key as contact_key,
    phone_key,
    coalesce({{ is_extension('phone') }}, false) as is_internal,
    {{ unreadable_columns(['occurred_at', 'duration_seconds']) }} as unreadable_columns,
    {{ out_of_range_columns(['occurred_at']) }} as out_of_range_columns,
    {{ has_unreadable(['occurred_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
