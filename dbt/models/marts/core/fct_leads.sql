with parameters as (

    select * from {{ ref('audit_parameters') }}

),

won_deals as (

    select
        lead_id,
        min(closed_at) as won_at,
        min(deal_id) as deal_id
    from {{ ref('fct_deals') }}
    where
        is_won
        and is_kpi_eligible
        and lead_id is not null
    group by lead_id

),

won_by_deal as (

    select
        deal_id,
        closed_at as won_at
    from {{ ref('fct_deals') }}
    where
        is_won
        and is_kpi_eligible

),

-- Where a source links deals to leads, a lead's own mark of conversion only says that a deal was opened.
linking_sources as (

    select distinct source_relation
    from {{ ref('fct_deals') }}
    where lead_id is not null
    union
    select distinct source_relation
    from {{ ref('int_leads__unified') }}
    where deal_id is not null

),

first_won_of_customer as (

    select
        customer_id,
        min(closed_at) as first_won_at
    from {{ ref('fct_deals') }}
    where
        is_won
        and customer_id is not null
    group by customer_id

),

outcomes as (

    select
        leads.*,
        parameters.as_of,
        coalesce(customers.customer_id, leads.company_key) as customer_id,
        coalesce(won_deals.deal_id, leads.deal_id) as unified_deal_id,
        coalesce(
            won_deals.won_at,
            won_by_deal.won_at,
            case
                when
                    linking_sources.source_relation is null
                    and leads.converted_at < {{ audit_add_days('parameters.as_of', 1) }}
                    then leads.converted_at
            end
        ) as won_at,
        won_deals.lead_id is not null
        or won_by_deal.deal_id is not null
        or (
            linking_sources.source_relation is null
            and (coalesce(lower(leads.status) in ('converted', 'won'), false) or leads.converted_at is not null)
        ) as is_won
    from {{ ref('int_leads__unified') }} as leads
    cross join parameters
    left join won_deals
        on leads.lead_id = won_deals.lead_id
    left join won_by_deal
        on leads.deal_id = won_by_deal.deal_id
    left join linking_sources
        on leads.source_relation = linking_sources.source_relation
    left join {{ ref('int_customers__unified') }} as customers
        on leads.company_key = customers.company_key
    where leads.created_at is null or leads.created_at < {{ audit_add_days('parameters.as_of', 1) }}

)

select
    outcomes.lead_id,
    outcomes.user_id,
    coalesce(outcomes.team_id, users.team_id) as team_id,
    outcomes.customer_id,
    outcomes.created_at,
    outcomes.status,
    outcomes.source_channel,
    outcomes.unified_deal_id as deal_id,
    outcomes.is_won,
    outcomes.won_at,
    cast({{ audit_calendar_days('outcomes.created_at', 'outcomes.won_at') }} as integer) as days_to_won,
    outcomes.is_spam,
    outcomes.is_duplicate,
    outcomes.is_test,
    twins.record_id is not null as is_in_other_source,
    coalesce(first_won_of_customer.first_won_at < outcomes.created_at, false)
    and coalesce(outcomes.won_at <> first_won_of_customer.first_won_at, true) as is_existing_customer,
    not outcomes.is_spam
    and not outcomes.is_duplicate
    and not outcomes.is_test
    and twins.record_id is null
    and not (
        coalesce(first_won_of_customer.first_won_at < outcomes.created_at, false)
        and coalesce(outcomes.won_at <> first_won_of_customer.first_won_at, true)
    ) as is_kpi_eligible,
    outcomes.source_relation,
    outcomes._file_id,
    outcomes._row_number
from outcomes
left join first_won_of_customer
    on outcomes.customer_id = first_won_of_customer.customer_id
left join {{ ref('int_requests__overlapping') }} as twins
    on
        outcomes.lead_id = twins.record_id
        and twins.entity = 'lead'
left join {{ ref('int_users__unified') }} as users
    on
        outcomes.user_id = users.user_id
        and {{ audit_user_period('users', 'outcomes.created_at') }}
