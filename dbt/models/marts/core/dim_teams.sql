with teams as (

    select team_id from {{ ref('int_users__unified') }}
    union
    select team_id from {{ ref('int_deals__unified') }}
    union
    select team_name as team_id from {{ ref('int_rollout_events__unified') }}
    union
    select team_id from {{ ref('int_sales_targets__unified') }}

)

select
    teams.team_id,
    teams.team_id as team_name,
    min(rollout_events.event_date) as go_live_on
from teams
left join {{ ref('int_rollout_events__unified') }} as rollout_events
    on
        teams.team_id = rollout_events.team_name
        and rollout_events.kind = 'go_live'
where teams.team_id is not null
group by teams.team_id
