with reasons as (

    select
        'reviews' as kpi_or_entity,
        case when is_duplicate then 'copy_of_a_review' when rating is null then 'no_rating' end as reason,
        1 as n
    from {{ ref('fct_reviews') }}
    union all
    select
        'nps' as kpi_or_entity,
        case
            when respondent_type <> 'customer' then 'not_a_customer'
            when scale_min is null or scale_max is null or scale_min <> 0 or scale_max <> 10 then 'other_scale'
            when value is null then 'no_answer'
            when is_out_of_scale then 'out_of_range'
            when not is_latest_of_respondent then 'earlier_answer_of_the_month'
        end as reason,
        1 as n
    from {{ ref('fct_survey_responses') }}
    where question_kind = 'nps'
    union all
    select
        question_kind as kpi_or_entity,
        case
            when respondent_type <> 'customer' then 'not_a_customer'
            when scale_min is null or scale_max is null or scale_min >= scale_max then 'other_scale'
            when value is null then 'no_answer'
            when is_out_of_scale then 'out_of_range'
            when not is_latest_of_respondent then 'earlier_answer_of_the_month'
            when
                scale_min <> last_value(scale_min) over answers_in_time
                or scale_max <> last_value(scale_max) over answers_in_time
                then 'other_scale'
        end as reason,
        1 as n
    from {{ ref('fct_survey_responses') }}
    where question_kind in ('csat', 'ces')
    window
        answers_in_time as (
            partition by question_kind
            order by answered_at
            rows between unbounded preceding and unbounded following
        )

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
