select
    responses.response_id,
    responses.survey,
    responses.wave,
    responses.respondent_type,
    responses.question,
    responses.question_kind,
    responses.scale_min,
    responses.scale_max,
    responses.value,
    coalesce(responses.value < responses.scale_min or responses.value > responses.scale_max, false) as is_out_of_scale,
    coalesce(responses.value_text_present, false) as has_text,
    responses.answered_at,
    coalesce(customers.customer_id, responses.company_key) as customer_id,
    responses.respondent_key,
    row_number() over (
        partition by
            responses.survey, responses.wave, responses.question,
            date_trunc('month', responses.answered_at),
            coalesce(responses.respondent_key, responses.response_id)
        order by responses.answered_at desc, responses.response_id desc
    ) = 1 as is_latest_of_respondent,
    responses.source_relation,
    responses._file_id,
    responses._row_number
from {{ ref('int_survey_responses__unified') }} as responses
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_customers__unified') }} as customers
    on coalesce(responses.company_key, responses.respondent_key) = customers.company_key
where responses.answered_at is null or responses.answered_at < {{ audit_add_days('parameters.as_of', 1) }}
