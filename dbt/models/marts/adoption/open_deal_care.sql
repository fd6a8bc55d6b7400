-- Whether people tend the open deals. What a source never tells of any deal is unknown of its deals, not false.
with parameters as (

    select
        as_of,
        cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_at,
        cast({{ audit_add_days('as_of', -6) }} as timestamp) as week_from,
        cast({{ audit_add_days('as_of', -13) }} as timestamp) as fortnight_from
    from {{ ref('audit_parameters') }}

),

of_deals as (

    select
        deals.deal_id,
        deals.source_relation,
        max(
            case
                when activities.author_type = 'human' and activities.occurred_at >= parameters.week_from then 1
                else 0
            end
        ) as n_recent,
        max(case when activities.type = 'task' and activities.is_completed is false then 1 else 0 end) as n_next,
        max(case when activities.type = 'task' then 1 else 0 end) as n_tasks
    from {{ ref('fct_activities') }} as activities
    inner join {{ ref('fct_deals') }} as deals
        on activities.deal_id = deals.deal_id
    cross join parameters
    group by deals.deal_id, deals.source_relation

),

sources as (

    select
        source_relation,
        max(n_tasks) = 1 as tells_tasks
    from of_deals
    group by source_relation

)

select
    deals.deal_id,
    deals.user_id,
    deals.team_id,
    case when sources.source_relation is not null then coalesce(of_deals.n_recent, 0) = 1 end as has_recent_activity,
    case when sources.tells_tasks then coalesce(of_deals.n_next, 0) = 1 end as has_next_task,
    case when stated.updated_at < parameters.ends_at then stated.updated_at >= parameters.fortnight_from end
        as is_recently_updated
from {{ ref('fct_deals') }} as deals
cross join parameters
left join {{ ref('int_deals__unified') }} as stated
    on deals.deal_id = stated.deal_id
left join of_deals
    on deals.deal_id = of_deals.deal_id
left join sources
    on deals.source_relation = sources.source_relation
where
    deals.is_open
    and deals.is_kpi_eligible
