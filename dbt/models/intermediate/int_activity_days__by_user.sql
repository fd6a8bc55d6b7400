with activities as (

    select
        activities.*,
        activities.type in ('call', 'meeting', 'email', 'chat') as is_conversation,
        imports.user_id is not null as is_imported
    from {{ ref('int_activities__unified') }} as activities
    left join {{ ref('int_bulk_loads') }} as imports
        on
            activities.user_id = imports.user_id
            and date_trunc('minute', activities.created_at) = imports.entered_in

)

select
    user_id,
    cast(occurred_at as date) as active_on,
    cast(count(*) as integer) as n_activities,
    cast(sum(case when author_type = 'human' then 1 else 0 end) as integer) as n_by_human,
    cast(sum(case when author_type = 'human' and not is_imported then 1 else 0 end) as integer) as n_by_hand,
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
from activities
group by user_id, cast(occurred_at as date)
