select
    user_id,
    cast(occurred_at as date) as active_on,
    count(*) as n_activities,
    sum(case when author_type = 'human' then 1 else 0 end) as n_by_human,
    sum(case when is_conversation and author_type <> 'human' then 1 else 0 end) as n_conversations_not_by_human,
    sum(case when is_conversation and author_type = 'human' and created_at < occurred_at then 1 else 0 end)
        as n_planned_ahead,
    sum(
        case
            when
                is_conversation and author_type = 'human' and created_at >= occurred_at
                and occurred_at = date_trunc('day', occurred_at)
                then 1
            else 0
        end
    ) as n_without_time_of_day
from (
    select
        *,
        type in ('call', 'meeting', 'email', 'chat') as is_conversation
    from {{ ref('int_activities__unified') }}
) as activities
group by user_id, cast(occurred_at as date)
