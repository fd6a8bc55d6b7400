with parameters as (

    select * from {{ ref('audit_parameters') }}

),

-- Whether somebody answered is known of calls and tickets; of letters and messages an export does not tell.
contacts as (

    select
        case activities.type when 'call' then 'phone' else activities.type end as channel,
        activities.is_missed is false as is_answered,
        activities.is_missed is not null as is_answer_known,
        cast(null as {{ double_type() }}) as response_hours
    from {{ ref('int_activities__unified') }} as activities
    cross join parameters
    where
        activities.direction = 'in'
        and activities.type in ('call', 'email', 'chat')
        and not activities.is_internal
        and activities.occurred_at < {{ audit_add_days('parameters.as_of', 1) }}
    union all
    select
        {{ contact_channel('channel') }} as channel,
        is_answered,
        true as is_answer_known,
        case when is_answered and not has_time_defect then wait_working_hours end as response_hours
    from {{ ref('fct_tickets') }}
    where is_in_other_source is not true

),

contacts_by_channel as (

    select
        channel,
        count(*) as n_contacts,
        sum(case when is_answer_known then 1 else 0 end) as n_answer_known,
        sum(case when is_answer_known and is_answered then 1 else 0 end) as n_answered,
        count(response_hours) as n_responses,
        {{ audit_quantile('response_hours', 0.5) }} as median_working_hours_to_first_response
    from contacts
    group by channel

),

-- Of a customer with several leads, the channel of the first one.
leads as (

    select
        leads.lead_id,
        first_value({{ contact_channel('leads.source_channel') }}) over (
            partition by coalesce(leads.customer_id, leads.lead_id)
            order by leads.created_at asc, leads.lead_id asc
        ) as channel
    from {{ ref('fct_leads') }} as leads
    where
        leads.is_kpi_eligible
        and leads.created_at is not null

),

leads_by_channel as (

    select
        leads.channel,
        count(*) as n_leads,
        sum(case when observations.is_complete then 1 else 0 end) as n_leads_matured,
        sum(case when observations.is_complete then observations.value end) as n_converted
    from leads
    inner join {{ ref('kpi_lead_conversion') }} as observations
        on leads.lead_id = observations.entity_id
    group by leads.channel

)

select
    coalesce(contacts_by_channel.channel, leads_by_channel.channel) as channel,
    cast(contacts_by_channel.n_contacts as integer) as n_contacts,
    cast(coalesce(contacts_by_channel.n_answer_known, 0) as integer) as n_answer_known,
    cast(coalesce(contacts_by_channel.n_answered, 0) as integer) as n_answered,
    contacts_by_channel.n_answered * 1.0 / nullif(contacts_by_channel.n_answer_known, 0) as answered_share,
    cast(coalesce(contacts_by_channel.n_responses, 0) as integer) as n_responses,
    contacts_by_channel.median_working_hours_to_first_response,
    cast(leads_by_channel.n_leads as integer) as n_leads,
    cast(coalesce(leads_by_channel.n_leads_matured, 0) as integer) as n_leads_matured,
    leads_by_channel.n_converted * 1.0 / nullif(leads_by_channel.n_leads_matured, 0) as conversion_share
from contacts_by_channel
full outer join leads_by_channel
    on contacts_by_channel.channel = leads_by_channel.channel
