with reviews as (

    select
        topics,
        tone,
        case when rating is not null and rating_max > 0 then 5 * rating / rating_max end as rating_of_5,
        case when rating is not null and rating_max > 0 then 1 else 0 end as is_rated,
        case when rating <= 0.6 * rating_max then 1 else 0 end as is_low
    from {{ ref('fct_reviews') }}
    where
        topics is not null
        and not is_duplicate

),

mentions as (
    {% for topic in var('review_topics') %}
    select
        '{{ topic }}' as topic,
        *
    from reviews
    where position('|{{ topic }}|' in topics) > 0
    union all
    {%- endfor %}
    select
        'none' as topic,
        *
    from reviews
    where topics = '|'

),

totals as (

    select
        count(*) as n_with_text,
        sum(is_rated) as n_rated,
        sum(is_low) as n_low
    from reviews

),

topics as (

    select
        topic,
        count(*) as n_reviews,
        sum(case when tone = 'bad' then 1 else 0 end) as n_negative,
        sum(is_rated) as n_rated,
        sum(is_low) as n_low,
        avg(rating_of_5) as mean_rating_of_5
    from mentions
    group by topic

)

select
    topics.topic,
    cast(topics.n_reviews as integer) as n_reviews,
    cast(totals.n_with_text as integer) as n_with_text,
    cast(topics.n_negative as integer) as n_negative,
    1.0 * topics.n_negative / topics.n_reviews as negative_share,
    topics.mean_rating_of_5,
    cast(topics.n_rated as integer) as n_rated,
    cast(topics.n_low as integer) as n_low,
    1.0 * topics.n_low / nullif(topics.n_rated, 0) as low_share,
    {{ wilson_low('topics.n_low', 'topics.n_rated') }} as low_share_low,
    {{ wilson_high('topics.n_low', 'topics.n_rated') }} as low_share_high,
    1.0 * (totals.n_low - topics.n_low) / nullif(totals.n_rated - topics.n_rated, 0) as low_share_elsewhere
from topics
cross join totals
