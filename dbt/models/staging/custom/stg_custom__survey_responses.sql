with cells as (

    {{ read_cells(source('custom', 'survey_responses'), [
        'response_id', 'survey', 'wave', 'respondent_type', 'question', 'question_kind', 'scale_min', 'scale_max',
        'value', 'answered_at', 'company_key', 'respondent_key'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_number('scale_min') }} as typed_scale_min,
        {{ parse_number('scale_max') }} as typed_scale_max,
        {{ parse_timestamp('answered_at') }} as typed_answered_at
    from cells

)

select
    {{ clean_text('response_id') }} || ':' || left(md5(question), 8) as response_id,
    {{ clean_text('survey') }} as survey,
    {{ clean_text('wave') }} as wave,
    lower({{ clean_text('respondent_type') }}) as respondent_type,
    {{ clean_text('question') }} as question,
    lower({{ clean_text('question_kind') }}) as question_kind,
    typed_scale_min as scale_min,
    typed_scale_max as scale_max,
    {{ answer_value('value') }} as value,
    {{ in_range('typed_answered_at') }} as answered_at,
    {{ has_value('value') }} as value_text_present,
    {{ native_key('company_key') }} as company_key,
    {{ native_key('respondent_key') }} as respondent_key,
    {{ unreadable_columns(['scale_min', 'scale_max', 'answered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['answered_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
