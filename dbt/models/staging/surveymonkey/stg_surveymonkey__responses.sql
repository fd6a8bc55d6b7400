with cells as (

    {{ read_cells(source('surveymonkey', 'responses'), [
        'response_id', 'started_at', 'answered_at', 'email'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('started_at') }} as typed_started_at,
        {{ parse_timestamp('answered_at') }} as typed_answered_at
    from cells

),

answers as (

    {{ unnest_answers('typed') }}

)

select
    {{ clean_text('response_id') }} || ':' || left(md5(question), 8) as response_id,
    question,
    {{ answer_value('answer') }} as value,
    {{ has_value('answer') }} as value_text_present,
    {{ in_range('coalesce(typed_answered_at, typed_started_at)') }} as answered_at,
    coalesce({{ email_key('email') }}, {{ source_key('respondent', 'response_id') }}) as respondent_key,
    {{ unreadable_columns(['started_at', 'answered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['started_at', 'answered_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from answers
