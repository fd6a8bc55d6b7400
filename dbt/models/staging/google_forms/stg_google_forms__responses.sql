with cells as (

    {{ read_cells(source('google_forms', 'responses'), ['answered_at', 'email', 'company_name'], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('answered_at') }} as typed_answered_at,
        {{ name_key('company_name') }} as name_key
    from cells

),

answers as (

    {{ unnest_answers('typed') }}

)

select
    {{ pseudonym('answered_at || _extra') }} || ':' || left(md5(question), 8) as response_id,
    question,
    {{ answer_value('answer') }} as value,
    {{ has_value('answer') }} as value_text_present,
    {{ in_range('typed_answered_at') }} as answered_at,
    {{ email_key('email') }} as respondent_key,
    name_key as company_key,
    name_key,
    {{ unreadable_columns(['answered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['answered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['answered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from answers
