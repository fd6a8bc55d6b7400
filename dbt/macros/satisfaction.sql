{#
  One row per answer of a customer to the questions of a kind; its value is 1 in the upper part of the scale, from
  `from_share` of the way between its ends on. Answers on another scale than the latest one are not complete.
-#}
{% macro answers_in_upper_part(question_kind, from_share) -%}
with answers as (

    select *
    from {{ ref('fct_survey_responses') }}
    where
        question_kind = '{{ question_kind }}'
        and respondent_type = 'customer'
        and scale_min < scale_max
        and value is not null
        and not is_out_of_scale

),

latest as (

    select
        {{ audit_last_value('scale_min', 'answered_at') }} as scale_min,
        {{ audit_last_value('scale_max', 'answered_at') }} as scale_max
    from answers

)

select
    answers.response_id as entity_id,
    cast(null as varchar) as user_id,
    cast(null as varchar) as team_id,
    cast(null as varchar) as channel,
    answers.customer_id,
    coalesce(answers.customer_id, answers.respondent_key, answers.response_id) as cluster_id,
    answers.answered_at as observed_at,
    cast(
        case
            when
                answers.value - answers.scale_min >= {{ from_share }} * (answers.scale_max - answers.scale_min) - 1e-9
                then 1
            else 0
        end as {{ double_type() }}
    ) as value,
    cast(1 as {{ double_type() }}) as weight,
    answers.is_latest_of_respondent
    and answers.scale_min = latest.scale_min
    and answers.scale_max = latest.scale_max as is_complete
from answers
cross join latest
{%- endmacro %}
