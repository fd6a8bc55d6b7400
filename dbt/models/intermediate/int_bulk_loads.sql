-- Nobody enters thirty records within a minute by hand: such records were loaded, and are no use of the CRM.
select
    user_id,
    date_trunc('minute', created_at) as entered_in,
    cast(count(*) as integer) as n_records
from {{ ref('int_activities__unified') }}
where
    user_id is not null
    and created_at is not null
    and author_type = 'human'
group by user_id, date_trunc('minute', created_at)
having count(*) >= 30
