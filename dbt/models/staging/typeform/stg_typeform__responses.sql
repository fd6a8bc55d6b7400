with cells as (

    {{ read_cells(source('typeform', 'responses'), [
        'response_id', 'started_at', 'answered_at', 'stage_at', 'email', 'company_name'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_utc_timestamp('started_at') }} as typed_started_at,
        {{ parse_utc_timestamp('answered_at') }} as typed_answered_at,
        {{ parse_utc_timestamp('stage_at') }} as typed_stage_at
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
    {{ in_range('typed_answered_at') }} as answered_at,
    {{ email_key('email') }} as respondent_key,
    {{ name_key('company_name') }} as company_key,
    {{ unreadable_columns(['started_at', 'answered_at', 'stage_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['started_at', 'answered_at', 'stage_at']) }} as out_of_range_columns,
    {{ has_unreadable(['answered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from answers
