with cells as (

    {{ read_cells(source('telephony', 'calls'), [
        'call_id', 'direction', 'occurred_at', 'answered_at', 'finished_at', 'duration_seconds', 'wait_seconds',
        'status', 'user_id', 'phone', 'from_number', 'to_number'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('occurred_at') }} as typed_occurred_at,
        {{ parse_timestamp('answered_at') }} as typed_answered_at,
        {{ parse_timestamp('finished_at') }} as typed_finished_at,
        {{ parse_seconds('duration_seconds') }} as typed_duration_seconds,
        {{ parse_seconds('wait_seconds') }} as typed_wait_seconds,
        coalesce(
            {{ is_one_of('status', [
                'пропущенный', 'пропущен', 'неотвеченный', 'не отвечен', 'не отвечено', 'без ответа',
                'нет ответа', 'занято', 'missed', 'no answer', 'not answered', 'unanswered',
                'busy', 'failed', 'cancel', 'canceled', 'cancelled', 'недоступен',
                'сброшен'
            ]) }}
            or {{ is_one_of('direction', ['пропущенный', 'пропущенный входящий', 'missed']) }}
            or answered_at = '0'
            or {{ parse_seconds('duration_seconds') }} = 0,
            false
        ) as typed_is_missed,
        coalesce(
            {{ phone_key('phone') }},
            case
                when {{ direction('direction') }} = 'out' then {{ phone_key('to_number') }}
                else {{ phone_key('from_number') }}
            end
        ) as phone_key,
        coalesce(
            {{ is_one_of('direction', ['внутренний', 'внутренняя', 'внутренние', 'internal', 'local']) }}
            or {{ is_extension(
                "coalesce(phone, case when " ~ direction('direction') ~ " = 'out' then to_number else from_number end)"
            ) }},
            false
        ) as typed_is_internal
    from cells

)

select
    coalesce({{ clean_text('call_id') }}, {{ pseudonym(
        "concat_ws('|', occurred_at, direction, user_id, phone, from_number, to_number)"
    ) }}) as activity_id,
    'call' as type,
    {{ direction('direction') }} as direction,
    {{ person_key('user_id') }} as user_id,
    {{ in_range('typed_occurred_at') }} as occurred_at,
    {{ in_range('typed_answered_at') }} as answered_at,
    typed_duration_seconds as duration_seconds,
    typed_is_missed as is_missed,
    not typed_is_missed as is_completed,
    case
        when typed_is_missed and coalesce({{ direction('direction') }}, 'in') = 'in' then 'integration'
        else 'human'
    end as author_type,
    phone_key as company_key,
    phone_key as contact_key,
    phone_key,
    typed_is_internal as is_internal,
    {{ unreadable_columns([
        'occurred_at', 'finished_at', 'duration_seconds', 'wait_seconds'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['occurred_at', 'finished_at']) }} as out_of_range_columns,
    {{ has_unreadable(['occurred_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
