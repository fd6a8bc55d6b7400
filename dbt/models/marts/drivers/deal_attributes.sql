-- What was known of a deal before it was decided. What people did with it counts for its first week alone, and only for
-- deals still undecided then (a landmark): activity that the outcome has ended or brought about tells nothing.
with landmark as (

    select 7 as days

),

outcomes as (

    select
        win_rate.entity_id as deal_id,
        win_rate.value = 1 as is_won,
        cycles.value as cycle_days
    from {{ ref('kpi_win_rate') }} as win_rate
    left join {{ ref('kpi_won_cycle_days') }} as cycles
        on
            win_rate.entity_id = cycles.entity_id
            and cycles.is_complete
    where win_rate.is_complete

),

median_cycle as (

    select {{ audit_quantile('cycle_days', 0.5) }} as days
    from outcomes

),

-- The band of an amount only where lost deals keep their amounts, as in the rate by amount.
bands as (

    select
        entity_id as deal_id,
        cast(ntile(4) over (order by weight, entity_id) as varchar) as amount_band
    from {{ ref('kpi_win_rate_amount') }}
    where is_complete

),

contacts as (

    select
        activities.deal_id,
        activities.source_relation,
        activities.occurred_at
    from {{ ref('fct_activities') }} as activities
    where
        activities.deal_id is not null
        and activities.author_type = 'human'
        and activities.type in ('call', 'meeting', 'email', 'chat')

),

first_week as (

    select
        deals.deal_id,
        count(*) as n_contacts,
        min(contacts.occurred_at) as first_at
    from contacts
    inner join {{ ref('fct_deals') }} as deals
        on contacts.deal_id = deals.deal_id
    cross join landmark
    where
        contacts.occurred_at >= deals.created_at
        and contacts.occurred_at < {{ audit_add_days('deals.created_at', 'landmark.days') }}
    group by deals.deal_id

),

contact_span as (

    select
        cast(min(occurred_at) as date) as first_day,
        cast(max(occurred_at) as date) as last_day
    from contacts

),

deals as (

    select
        own.*,
        coalesce(
            own.created_at >= contact_span.first_day
            and {{ audit_add_days('own.created_at', 'landmark.days') }} <= contact_span.last_day
            and own.closed_at >= {{ audit_add_days('own.created_at', 'landmark.days') }},
            false
        ) as is_watched
    from {{ ref('fct_deals') }} as own
    cross join contact_span
    cross join landmark

)

select
    outcomes.deal_id,
    outcomes.is_won,
    case when outcomes.is_won then outcomes.cycle_days <= median_cycle.days end as is_fast,
    deals.source_channel as channel,
    deals.team_id as team,
    customers.customer_segment,
    customers.region,
    case
        when customers.first_sold_on < cast(deals.created_at as date) then 'known'
        when deals.customer_id is not null then 'new'
    end as customer_kind,
    deals.pipeline,
    deals.product,
    bands.amount_band,
    cast(
        1 + cast({{ audit_calendar_days(audit_week('deals.created_at'), 'deals.created_at') }} as integer) as varchar
    ) as weekday,
    case
        when not deals.is_watched then null
        when first_week.first_at < {{ audit_add_days('deals.created_at', 1) }} then 'first_day'
        when first_week.first_at is not null then 'first_week'
        else 'none'
    end as first_contact,
    case
        when not deals.is_watched then null
        when coalesce(first_week.n_contacts, 0) = 0 then '0'
        when first_week.n_contacts <= 2 then '1-2'
        else '3+'
    end as first_week_activities
from outcomes
inner join deals
    on outcomes.deal_id = deals.deal_id
cross join median_cycle
left join {{ ref('dim_customers') }} as customers
    on deals.customer_id = customers.customer_id
left join bands
    on outcomes.deal_id = bands.deal_id
left join first_week
    on outcomes.deal_id = first_week.deal_id
