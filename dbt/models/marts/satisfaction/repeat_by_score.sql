-- The last answer of each customer who had so much time after it, and whether an order followed; what came before the
-- answer says nothing of what follows from it.
with answers as (

    select
        responses.customer_id,
        responses.value as score,
        cast(responses.answered_at as date) as answered_on,
        row_number() over (
            partition by responses.customer_id order by responses.answered_at desc, responses.value desc
        ) as place
    from {{ ref('fct_survey_responses') }} as responses
    inner join {{ ref('kpi_nps') }} as counted
        on responses.response_id = counted.entity_id
    cross join {{ ref('audit_parameters') }} as parameters
    where
        responses.customer_id is not null
        and {{ audit_add_days('responses.answered_at', 'parameters.retention_window_days') }} <= parameters.as_of

),

followed as (

    select
        answers.customer_id,
        answers.score,
        max(
            case
                when
                    purchases.sold_on > answers.answered_on
                    and purchases.sold_on
                    <= {{ audit_add_days('answers.answered_on', 'parameters.retention_window_days') }}
                    then 1
                else 0
            end
        ) as is_repeated
    from answers
    inner join {{ ref('fct_purchase_days') }} as purchases
        on answers.customer_id = purchases.customer_id
    cross join {{ ref('audit_parameters') }} as parameters
    where answers.place = 1
    group by answers.customer_id, answers.score

)

select
    score,
    case when score >= 9 then 'promoter' when score <= 6 then 'detractor' else 'passive' end as respondent_group,
    cast(count(*) as integer) as n_customers,
    cast(sum(is_repeated) as integer) as n_repeated
from followed
group by score
