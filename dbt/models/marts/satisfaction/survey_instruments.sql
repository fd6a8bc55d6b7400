-- A question that was worded or scaled in another way measures something else. Blanks, case and signs do not count.
with answers as (

    select
        responses.question_kind as kpi,
        case
            when
                responses.answered_at >= parameters.before_starts_on
                and responses.answered_at < parameters.before_ends_before
                then 'before'
            when
                responses.answered_at >= parameters.after_starts_on
                and responses.answered_at < parameters.after_ends_before
                then 'after'
        end as period,
        trim({{ replace_pattern(fold('responses.question'), '[^а-яa-z0-9]+', ' ') }}) as question,
        responses.scale_min,
        responses.scale_max
    from {{ ref('fct_survey_responses') }} as responses
    cross join {{ ref('audit_parameters') }} as parameters
    where
        responses.question_kind in ('nps', 'csat', 'ces')
        and responses.respondent_type = 'customer'
        and responses.value is not null

)

select
    kpi,
    period,
    question,
    scale_min,
    scale_max,
    cast(count(*) as integer) as n_answers
from answers
where period is not null
group by kpi, period, question, scale_min, scale_max
