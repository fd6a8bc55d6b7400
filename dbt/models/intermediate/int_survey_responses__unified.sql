with every_row as (

    {{ audit_union('survey_response', audit_staging_models('survey_response')) | indent(4) }}

)

select
    {{ audit_id('response_id', 'every_row') }} as response_id,
    survey,
    wave,
    coalesce(respondent_type, 'customer') as respondent_type,
    question,
    question_kind,
    scale_min,
    scale_max,
    value,
    value_text_present,
    answered_at,
    company_key,
    respondent_key,
    source_relation,
    _file_id,
    _row_number
from every_row
