-- What is entered and moved in the last two working days of a month, against the share that an even pace would give.
-- Working days of whole months since the first launch.
with parameters as (

    select
        as_of,
        coalesce(first_go_live, cast('1900-01-01' as date)) as starts_on
    from {{ ref('audit_parameters') }}

),

working_days as (

    select
        day,
        {{ audit_month('day') }} as month,
        count(*) over (partition by {{ audit_month('day') }}) as n_days,
        row_number() over (partition by {{ audit_month('day') }} order by day desc) as place_from_end
    from {{ source('settings', 'working_days') }}
    where is_working

),

events as (

    select
        'record' as kind,
        cast(activities.created_at as date) as day
    from {{ ref('fct_activities') }} as activities
    left join {{ ref('int_bulk_loads') }} as loads
        on
            activities.user_id = loads.user_id
            and date_trunc('minute', activities.created_at) = loads.entered_in
    where
        activities.author_type = 'human'
        and activities.created_at is not null
        and loads.user_id is null
    union all
    select
        'stage_move' as kind,
        cast(entered_at as date) as day
    from {{ ref('fct_deal_stage_history') }}
    where
        basis = 'history'
        and is_automatic is not true

)

select
    events.kind,
    working_days.month,
    cast(count(*) as integer) as n_events,
    cast(sum(case when working_days.place_from_end <= 2 then 1 else 0 end) as integer) as n_at_end,
    cast(max(working_days.n_days) as integer) as n_working_days,
    2.0 / max(working_days.n_days) as expected_share
from events
inner join working_days
    on events.day = working_days.day
cross join parameters
where
    working_days.month >= parameters.starts_on
    and {{ audit_next_month('working_days.month') }} <= {{ audit_add_days('parameters.as_of', 1) }}
group by events.kind, working_days.month
