select
    platform,
    rating_max,
    cast(count(*) as integer) as n_reviews,
    avg(rating) as mean_rating,
    sum(case when rating <= 0.6 * rating_max then 1.0 else 0 end) / nullif(count(rating_max), 0) as low_share,
    min(reviewed_at) as first_at,
    max(reviewed_at) as last_at
from {{ ref('fct_reviews') }}
where rating is not null
group by platform, rating_max
