with ranked as (

    select
        *,
        row_number() over (
            partition by user_id order by case when valid_to is null then 0 else 1 end asc, valid_from desc
        ) as place
    from {{ ref('int_users__unified') }}

)

select
    user_id,
    team_id,
    team_name,
    is_active,
    is_service_account,
    account_created_at,
    valid_from,
    valid_to,
    source_relation
from ranked
where place = 1
