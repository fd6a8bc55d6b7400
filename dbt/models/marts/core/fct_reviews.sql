select
    reviews.review_id,
    reviews.platform,
    reviews.reviewed_at,
    reviews.rating,
    reviews.rating_max,
    coalesce(customers.customer_id, reviews.company_key) as customer_id,
    reviews.language,
    reviews.topics,
    reviews.tone,
    reviews.text_key is not null
    and row_number() over (
        partition by reviews.text_key, reviews.rating
        order by reviews.reviewed_at, reviews.platform, reviews._file_id, reviews._row_number
    ) > 1 as is_duplicate,
    reviews.source_relation,
    reviews._file_id,
    reviews._row_number
from {{ ref('int_reviews__unified') }} as reviews
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_customers__unified') }} as customers
    on reviews.company_key = customers.company_key
where reviews.reviewed_at is null or reviews.reviewed_at < {{ audit_add_days('parameters.as_of', 1) }}
