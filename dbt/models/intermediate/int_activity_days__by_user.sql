select
    user_id,
    cast(occurred_at as date) as active_on,
    count(*) as n_activities,
    sum(case when author_type = 'human' then 1 else 0 end) as n_by_human
from {{ ref('int_activities__unified') }}
where user_id is not null
group by user_id, cast(occurred_at as date)
