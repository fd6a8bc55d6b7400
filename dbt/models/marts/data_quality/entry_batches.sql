-- Records that a person entered in a batch: ten or more of the same person within five minutes. What was loaded by
-- thirty in a minute or more is left out, and so are records of which only the day of entry is known.
with entered as (

    select
        activities.activity_id,
        activities.user_id,
        activities.team_id,
        activities.created_at,
        activities.occurred_at
    from {{ ref('fct_activities') }} as activities
    left join {{ ref('int_bulk_loads') }} as loads
        on
            activities.user_id = loads.user_id
            and date_trunc('minute', activities.created_at) = loads.entered_in
    where
        activities.author_type = 'human'
        and activities.user_id is not null
        and activities.created_at <> date_trunc('day', activities.created_at)
        and loads.user_id is null

),

tenth_before as (

    select
        *,
        lag(created_at, 9) over (partition by user_id order by created_at asc, activity_id asc) as tenth_before_at
    from entered

),

ends as (

    select
        *,
        case
            when tenth_before_at is null then 0
            when {{ audit_elapsed_seconds('tenth_before_at', 'created_at') }} <= 300 then 1
            else 0
        end as ends_batch
    from tenth_before

),

marked as (

    select
        *,
        max(ends_batch) over (
            partition by user_id order by created_at asc, activity_id asc
            rows between current row and 9 following
        ) as is_in_batch
    from ends

)

select
    user_id,
    team_id,
    {{ audit_month('created_at') }} as month,
    cast(count(*) as integer) as n_entered,
    cast(sum(is_in_batch) as integer) as n_in_batch,
    cast(sum(case when {{ audit_month('occurred_at') }} < {{ audit_month('created_at') }} then 1 else 0 end) as integer)
        as n_of_earlier_month
from marked
group by user_id, team_id, {{ audit_month('created_at') }}
