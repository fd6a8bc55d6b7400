with listed as (

    {{ audit_union('user', audit_staging_models('user'), superseded=false) | indent(4) }}

),

team_names as (

    {{ audit_union('team', audit_staging_models('team'), superseded=false) | indent(4) }}

),

team_list as (

    select
        source_relation,
        team_id,
        min(team_name) as team_name
    from team_names
    group by source_relation, team_id

),

employment as (

    select
        user_id,
        team_name,
        cast(started_on as timestamp) as valid_from,
        cast(ended_on as timestamp) as ended_at,
        source_relation
    from {{ ref('int_employment_periods__unified') }}

),

seen as (
    {%- set aggregates = {
        'int_activity_days__by_user': "'activities'", 'int_ticket_actions__by_user': "'ticket_events'"
    } %}
    {%- for model, person, team, place in [
        ('int_deals__unified', 'user_id', 'team_id', 4), ('int_leads__unified', 'user_id', 'team_id', 5),
        ('int_tickets__unified', 'user_id', 'team_id', 5), ('int_sales_orders__unified', 'user_id', 'team_id', 5),
        ('int_crm_sessions__unified', 'user_id', 'null', 6), ('int_activity_days__by_user', 'user_id', 'null', 6),
        ('int_deals__unified', 'user_id_at_close', 'null', 6), ('int_ticket_actions__by_user', 'user_id', 'null', 6),
    ] %}

    select
        {{ person }} as user_id,
        {{ aggregates.get(model, 'source_relation') }} as source_relation,
        cast({{ team }} as varchar) as team_id,
        {{ place }} as rank_of_source
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

periods as (

    select
        {{ audit_user_id('listed') }} as user_id,
        coalesce(listed.team_name, team_list.team_name, listed.team_id) as team_id,
        listed.is_active,
        listed.is_service_account,
        listed.account_created_at,
        listed.valid_from,
        listed.valid_to,
        1 as rank_of_source,
        listed.source_relation
    from listed
    left join team_list
        on
            listed.source_relation = team_list.source_relation
            and listed.team_id = team_list.team_id
    where listed.user_id is not null
    union all
    select
        user_id,
        team_name as team_id,
        cast(null as boolean) as is_active,
        cast(null as boolean) as is_service_account,
        cast(null as timestamp) as account_created_at,
        valid_from,
        ended_at as valid_to,
        2 as rank_of_source,
        source_relation
    from employment
    union all
    select
        user_id,
        {{ audit_last_value('team_id', 'n_rows') }} as team_id,
        cast(null as boolean) as is_active,
        cast(null as boolean) as is_service_account,
        cast(null as timestamp) as account_created_at,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to,
        min(rank_of_source) as rank_of_source,
        min(source_relation) as source_relation
    from (
        select
            user_id,
            team_id,
            min(source_relation) as source_relation,
            min(rank_of_source) as rank_of_source,
            case when team_id is null then 0 else count(*) end as n_rows
        from seen
        where user_id is not null
        group by user_id, team_id
    ) as teams_seen
    group by user_id

),

known as (

    select
        user_id,
        max(account_created_at) as account_created_at,
        bool_or(coalesce(is_service_account, false)) as is_service_account,
        bool_and(coalesce(is_active, true)) as is_active,
        count(valid_from) as n_dated,
        max(team_id) as any_team_id,
        min(rank_of_source) as best_rank
    from periods
    group by user_id

),

chosen as (

    select
        periods.user_id,
        coalesce(periods.team_id, known.any_team_id) as team_id,
        known.is_active,
        known.is_service_account,
        known.account_created_at,
        periods.valid_from,
        periods.source_relation,
        row_number() over (
            partition by periods.user_id, periods.valid_from
            order by periods.rank_of_source, periods.team_id, periods.source_relation
        ) as place
    from periods
    inner join known
        on periods.user_id = known.user_id
    where
        (known.n_dated > 0 and periods.valid_from is not null)
        or (known.n_dated = 0 and periods.rank_of_source = known.best_rank)

)

select
    user_id,
    team_id,
    team_id as team_name,
    is_active,
    is_service_account,
    account_created_at,
    valid_from,
    row_number() over (partition by user_id order by valid_from) = 1 as is_first_period,
    lead(valid_from) over (partition by user_id order by valid_from) as valid_to,
    source_relation
from chosen
where place = 1
