with contacts as (

    select
        deal_id,
        lead_id,
        min(occurred_at) as first_contact_at
    from {{ ref('int_activities__unified') }}
    where
        author_type = 'human'
        and type in ('call', 'email', 'meeting', 'chat')
        and (deal_id is not null or lead_id is not null)
    group by deal_id, lead_id

)

select
    'deal' as record_kind,
    deal_id as record_id,
    min(first_contact_at) as first_contact_at
from contacts
where deal_id is not null
group by deal_id
union all
select
    'lead' as record_kind,
    lead_id as record_id,
    min(first_contact_at) as first_contact_at
from contacts
where lead_id is not null
group by lead_id
