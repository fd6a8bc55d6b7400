with every_row as (

    {{ audit_union('survey_response', audit_staging_models('survey_response')) | indent(4) }}

),

questions as (

    select question
    from every_row
    where question is not null
    group by question

),

-- The first pattern of the settings that a question fits says what it measures.
matches as (

    select
        questions.question,
        patterns.kind,
        patterns.scale_min,
        patterns.scale_max,
        patterns.respondent_type,
        row_number() over (
            partition by questions.question order by length(patterns.pattern) desc, patterns.pattern
        ) as place
    from questions
    inner join {{ source('settings', 'survey_questions') }} as patterns
        on {{ audit_matches('questions.question', 'patterns.pattern') }} = true

),

file_names as (

    select
        file_id,
        min(file_name) as file_name
    from {{ source('settings', 'files') }}
    group by file_id

)

select
    {{ audit_id('response_id', 'every_row') }} as response_id,
    coalesce(every_row.survey, file_names.file_name) as survey,
    every_row.wave,
    coalesce(every_row.respondent_type, matches.respondent_type, 'customer') as respondent_type,
    every_row.question,
    coalesce(every_row.question_kind, matches.kind) as question_kind,
    coalesce(every_row.scale_min, matches.scale_min) as scale_min,
    coalesce(every_row.scale_max, matches.scale_max) as scale_max,
    every_row.value,
    every_row.value_text_present,
    every_row.answered_at,
    every_row.company_key,
    every_row.respondent_key,
    every_row.source_relation,
    every_row._file_id,
    every_row._row_number
from every_row
left join matches
    on
        every_row.question = matches.question
        and matches.place = 1
left join file_names
    on every_row._file_id = file_names.file_id
