select
    user_id,
    cast(occurred_at as date) as active_on,
    cast(count(*) as integer) as n_activities,
    cast(sum(case when author_type = 'human' then 1 else 0 end) as integer) as n_by_human,
    cast(sum(case when is_conversation and author_type <> 'human' then 1 else 0 end) as integer)
        as n_conversations_not_by_human,
    cast(sum(
        case when is_conversation and author_type = 'human' and created_at < occurred_at then 1 else 0 end
    ) as integer) as n_planned_ahead,
    cast(sum(
        case
            when
                is_conversation and author_type = 'human' and created_at >= occurred_at
                and occurred_at = date_trunc('day', occurred_at)
                then 1
            else 0
        end
    ) as integer) as n_without_time_of_day
from (
    select
        *,
        type in ('call', 'meeting', 'email', 'chat') as is_conversation
    from {{ ref('int_activities__unified') }}
) as activities
group by user_id, cast(occurred_at as date)
