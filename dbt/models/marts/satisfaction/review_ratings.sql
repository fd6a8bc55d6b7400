with ratings as (

    select
        platform,
        rating_max,
        count(*) as n_reviews,
        avg(rating) as mean_rating,
        count(rating_max) as n_rated,
        sum(case when rating <= 0.6 * rating_max then 1 else 0 end) as n_low,
        min(reviewed_at) as first_at,
        max(reviewed_at) as last_at
    from {{ ref('fct_reviews') }}
    where
        rating is not null
        and not is_duplicate
    group by platform, rating_max

)

select
    platform,
    rating_max,
    cast(n_reviews as integer) as n_reviews,
    mean_rating,
    1.0 * n_low / nullif(n_rated, 0) as low_share,
    {{ wilson_low('n_low', 'n_rated') }} as low_share_low,
    {{ wilson_high('n_low', 'n_rated') }} as low_share_high,
    first_at,
    last_at
from ratings
