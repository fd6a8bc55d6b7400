with counted as (
    {%- for kpi in ['nps', 'csat', 'ces'] %}
    select
        '{{ kpi }}' as kpi,
        observations.entity_id,
        case
            when
                observations.observed_at >= parameters.before_starts_on
                and observations.observed_at < parameters.before_ends_before
                then 'before'
            when
                observations.observed_at >= parameters.after_starts_on
                and observations.observed_at < parameters.after_ends_before
                then 'after'
        end as period
    from {{ ref('kpi_' ~ kpi) }} as observations
    cross join {{ ref('audit_parameters') }} as parameters
    where observations.is_complete
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

answers as (

    select
        counted.kpi,
        counted.period,
        coalesce(responses.respondent_key, responses.customer_id) as respondent_key
    from {{ ref('fct_survey_responses') }} as responses
    inner join counted
        on responses.response_id = counted.entity_id
    where counted.period is not null

),

respondents as (

    select
        kpi,
        respondent_key,
        max(case when period = 'before' then 1 else 0 end) * max(case when period = 'after' then 1 else 0 end)
            as is_in_both
    from answers
    where respondent_key is not null
    group by kpi, respondent_key

)

select
    answers.kpi,
    answers.period,
    cast(count(*) as integer) as n_answers,
    cast(count(distinct answers.respondent_key) as integer) as n_respondents,
    cast(sum(case when answers.respondent_key is null then 1 else 0 end) as integer) as n_anonymous,
    cast(count(distinct case when respondents.is_in_both = 1 then answers.respondent_key end) as integer) as n_in_both
from answers
left join respondents
    on
        answers.kpi = respondents.kpi
        and answers.respondent_key = respondents.respondent_key
group by answers.kpi, answers.period
