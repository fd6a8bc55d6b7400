with cells as (

    {{ read_cells(source('yandex_forms', 'responses'), [
        'response_id', 'answered_at', 'email', 'company_name', 'phone'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
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
    {{ in_range('typed_answered_at') }} as answered_at,
    coalesce({{ email_key('email') }}, {{ phone_key('phone') }}) as respondent_key,
    {{ name_key('company_name') }} as company_key,
    {{ unreadable_columns(['answered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['answered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['answered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from answers
