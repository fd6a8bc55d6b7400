{{ config(materialized='view') }}

-- How far people use the CRM, by the rows that are a case among those that could be one.
with period as (

    select
        as_of,
        coalesce(after_starts_on, cast('1900-01-01' as date)) as starts_on,
        coalesce(after_ends_before, {{ audit_add_days('as_of', 1) }}) as ends_before
    from {{ ref('audit_parameters') }}

),

leavers as (

    select employment.user_id
    from {{ ref('int_employment_periods__unified') }} as employment
    cross join period
    group by employment.user_id
    having count(*) = sum(case when employment.ended_on <= period.as_of then 1 else 0 end)

),

people as (

    select
        users.user_id,
        max(case when events.user_id is null then 0 else 1 end) as is_trained
    from {{ ref('dim_users') }} as users
    left join {{ ref('fct_training_events') }} as events
        on users.user_id = events.user_id
    left join leavers
        on users.user_id = leavers.user_id
    where
        leavers.user_id is null
        and users.is_active is not false
        and users.is_service_account is not true
    group by users.user_id

),

deals as (

    select
        fct_deals.*,
        period.as_of,
        fct_deals.closed_at >= period.starts_on and fct_deals.closed_at < period.ends_before as is_decided_in_period
    from {{ ref('fct_deals') }} as fct_deals
    cross join period
    where fct_deals.is_kpi_eligible

),

activities_of_sources as (

    select
        deals.source_relation,
        min(activities.occurred_at) as first_at,
        max(activities.occurred_at) as last_at
    from {{ ref('fct_activities') }} as activities
    inner join deals
        on activities.deal_id = deals.deal_id
    group by deals.source_relation

),

deals_with_activity as (

    select distinct deal_id
    from {{ ref('fct_activities') }}
    where deal_id is not null

)

select {{ risk_share(figure='untrained_users', is_case='is_trained = 0', is_told='max(is_trained) > 0') }}
from people
union all
select {{ risk_share(figure='deals_without_activity', is_case='deals_with_activity.deal_id is null') }}
from deals
inner join activities_of_sources
    on
        deals.source_relation = activities_of_sources.source_relation
        and deals.started_at >= activities_of_sources.first_at
        and deals.started_at <= activities_of_sources.last_at
left join deals_with_activity
    on deals.deal_id = deals_with_activity.deal_id
where
    deals.is_decided_in_period
    and not deals.is_open
    and not deals.is_go_live_import
union all
select {{ risk_share(figure='overdue_open_deals', is_case='expected_close_at < as_of') }}
from deals
where
    is_open
    and expected_close_at is not null
