with parameters as (

    select cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_at
    from {{ ref('audit_parameters') }}

),

-- Of a call in two sources the one stays that knows its record; the other one may know the phone.
phones_of_twins as (

    select
        twins.same_as_id,
        min(calls.phone_key) as phone_key
    from {{ ref('int_calls__overlapping') }} as twins
    inner join {{ ref('int_calls__by_source') }} as calls
        on twins.record_id = calls.activity_id
    group by twins.same_as_id

),

calls as (

    select
        activities.activity_id,
        activities.user_id,
        activities.direction,
        activities.occurred_at,
        activities.company_key,
        activities.is_internal,
        parameters.ends_at,
        coalesce(activities.phone_key, phones_of_twins.phone_key) as phone_key,
        coalesce(
            by_phone.customer_id, by_company.customer_id, deals.customer_id, leads.customer_id
        ) as customer_id,
        coalesce(
            activities.is_missed
            and (activities.direction = 'in' or (activities.direction is null and activities.is_internal)),
            false
        ) as is_missed,
        activities.is_missed is not true
        and coalesce(activities.duration_seconds, 1) > 0
        and activities.author_type <> 'robot'
        and activities.occurred_at <> date_trunc('day', activities.occurred_at) as is_conversation
    from {{ ref('int_activities__unified') }} as activities
    cross join parameters
    left join phones_of_twins
        on activities.activity_id = phones_of_twins.same_as_id
    left join {{ ref('int_customers__unified') }} as by_phone
        on coalesce(activities.phone_key, phones_of_twins.phone_key) = by_phone.company_key
    left join {{ ref('int_customers__unified') }} as by_company
        on activities.company_key = by_company.company_key
    left join {{ ref('fct_deals') }} as deals
        on activities.deal_id = deals.deal_id
    left join {{ ref('fct_leads') }} as leads
        on activities.lead_id = leads.lead_id
    where
        activities.type = 'call'
        and activities.occurred_at < parameters.ends_at

),

-- The other side: the customer of the call, else the one whom another call of the same phone knows, else the phone.
sides as (

    select
        *,
        coalesce(
            customer_id,
            case when phone_key is not null then max(customer_id) over (partition by phone_key) end,
            phone_key,
            company_key
        ) as caller_id
    from calls
    where
        is_missed
        or is_conversation

),

in_order as (

    select
        *,
        max(case when is_missed then occurred_at end) over earlier as missed_before_at,
        max(case when not is_missed then occurred_at end) over earlier as spoken_before_at,
        min(case when not is_missed then occurred_at end) over later as returned_at,
        max(case when not is_missed and direction = 'out' then 1 else 0 end) over () = 1 as are_returns_recorded
    from sides
    where
        not is_internal
        and caller_id is not null
        and occurred_at <> date_trunc('day', occurred_at)
    window
        earlier as (
            partition by caller_id
            order by occurred_at asc, is_missed desc, activity_id asc
            rows between unbounded preceding and 1 preceding
        ),
        later as (
            partition by caller_id
            order by occurred_at asc, is_missed desc, activity_id asc
            rows between 1 following and unbounded following
        )

)

select
    sides.activity_id,
    sides.user_id,
    users.team_id,
    sides.caller_id,
    sides.occurred_at,
    in_order.returned_at,
    case
        when sides.is_internal then 'internal_call'
        when sides.caller_id is null then 'no_number'
        when in_order.activity_id is null then 'no_time_of_day'
        when not in_order.are_returns_recorded then 'outgoing_calls_not_recorded'
        when
            coalesce(in_order.spoken_before_at < in_order.missed_before_at, in_order.missed_before_at is not null)
            and {{ audit_elapsed_seconds('in_order.missed_before_at', 'sides.occurred_at') }} <= 86400
            then 'repeat_of_a_missed_call'
    end as exclusion,
    coalesce({{ audit_elapsed_seconds('sides.occurred_at', 'in_order.returned_at') }} <= 86400, false)
        as is_returned_in_a_day,
    {{ audit_elapsed_seconds('sides.occurred_at', 'sides.ends_at') }} >= 86400 as is_matured
from sides
left join in_order
    on sides.activity_id = in_order.activity_id
left join {{ ref('int_users__unified') }} as users
    on
        sides.user_id = users.user_id
        and {{ audit_user_period('users', 'sides.occurred_at') }}
where sides.is_missed
