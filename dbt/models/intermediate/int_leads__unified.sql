with every_row as (

    {{ audit_union('lead', audit_staging_models('lead')) | indent(4) }}

)

select
    {{ audit_id('lead_id', 'every_row') }} as lead_id,
    {{ audit_user_id('every_row') }} as user_id,
    coalesce(team_name, team_id) as team_id,
    created_at,
    status,
    source_channel,
    converted_at,
    {{ audit_id('deal_id', 'every_row') }} as deal_id,
    coalesce(company_key, contact_key) as company_key,
    coalesce(is_spam, false) as is_spam,
    coalesce(is_duplicate, false) as is_duplicate,
    coalesce(is_test, false) or coalesce(is_deleted, false) as is_test,
    source_relation,
    _file_id,
    _row_number
from every_row

union all

-- amoCRM calls its deals leads: there, each deal is also the request that it began with.
select
    deal_id as lead_id,
    user_id,
    team_id,
    created_at,
    status,
    source_channel,
    cast(null as timestamp) as converted_at,
    deal_id,
    coalesce(company_key, contact_key) as company_key,
    false as is_spam,
    false as is_duplicate,
    is_test or is_deleted as is_test,
    source_relation,
    _file_id,
    _row_number
from {{ ref('int_deals__unified') }}
where system = 'amocrm'
