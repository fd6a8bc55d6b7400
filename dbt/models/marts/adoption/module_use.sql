-- Which parts of the CRM people write to, in the last 13 weeks. A user is whoever wrote to any of them by hand then; a
-- part of which the data hold no record at all is absent, not unused.
with parameters as (

    select
        cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_at,
        cast({{ audit_add_days('as_of', -90) }} as timestamp) as recent_from
    from {{ ref('audit_parameters') }}

),

entered as (

    select
        type as module,
        user_id,
        author_type = 'human' as is_by_person,
        occurred_at as written_at,
        date_trunc('minute', created_at) as entered_in
    from {{ ref('fct_activities') }}
    where type <> 'other'
    union all
    select
        'deal' as module,
        user_id,
        not is_go_live_import as is_by_person,
        created_at as written_at,
        cast(null as timestamp) as entered_in
    from {{ ref('fct_deals') }}
    where is_kpi_eligible
    union all
    select
        'lead' as module,
        user_id,
        true as is_by_person,
        created_at as written_at,
        cast(null as timestamp) as entered_in
    from {{ ref('fct_leads') }}
    where is_kpi_eligible
    union all
    select
        'ticket' as module,
        user_id,
        is_answered as is_by_person,
        first_response_at as written_at,
        cast(null as timestamp) as entered_in
    from {{ ref('fct_tickets') }}
    where is_in_other_source is not true

),

by_hand as (

    select
        entered.module,
        entered.user_id
    from entered
    cross join parameters
    inner join {{ ref('dim_users') }} as users
        on entered.user_id = users.user_id
    left join {{ ref('int_bulk_loads') }} as imports
        on
            entered.user_id = imports.user_id
            and entered.entered_in = imports.entered_in
    where
        entered.is_by_person
        and users.is_service_account is not true
        and imports.user_id is null
        and entered.written_at >= parameters.recent_from
        and entered.written_at < parameters.ends_at

),

users as (

    select count(distinct user_id) as n_users
    from by_hand

),

writers as (

    select
        module,
        count(distinct user_id) as n_writers,
        count(*) as n_records
    from by_hand
    group by module

),

modules as (

    select distinct module
    from entered

)

select
    modules.module,
    cast(users.n_users as integer) as n_users,
    cast(coalesce(writers.n_writers, 0) as integer) as n_writers,
    cast(coalesce(writers.n_records, 0) as integer) as n_records,
    cast(coalesce(writers.n_writers, 0) as {{ double_type() }}) / nullif(users.n_users, 0) as writer_share
from modules
cross join users
left join writers
    on modules.module = writers.module
