-- Training of the people who are here on the last day of data; who left is counted apart.
with parameters as (

    select as_of from {{ ref('audit_parameters') }}

),

leavers as (

    select employment.user_id
    from {{ ref('int_employment_periods__unified') }} as employment
    cross join parameters
    group by employment.user_id
    having count(*) = sum(case when employment.ended_on <= parameters.as_of then 1 else 0 end)

),

courses as (

    select
        user_id,
        count(*) as n_courses,
        sum(case when passed then 1 else 0 end) as n_passed,
        count(passed) as n_passed_known,
        sum(hours) as hours,
        avg(score) as score,
        max(case when is_required then 1 else 0 end) as n_required
    from {{ ref('fct_training_events') }}
    group by user_id

)

select
    users.user_id,
    users.team_id,
    coalesce(leavers.user_id is not null or users.is_active is false, false) as has_left,
    courses.user_id is not null as is_trained,
    coalesce(courses.n_required, 0) = 1 as has_required_course,
    cast(coalesce(courses.n_courses, 0) as integer) as n_courses,
    cast(coalesce(courses.n_passed, 0) as integer) as n_passed,
    cast(coalesce(courses.n_passed_known, 0) as integer) as n_passed_known,
    cast(courses.hours as {{ double_type() }}) as hours,
    cast(courses.score as {{ double_type() }}) as score
from {{ ref('dim_users') }} as users
left join leavers
    on users.user_id = leavers.user_id
left join courses
    on users.user_id = courses.user_id
where
    users.is_service_account is not true
    and exists (select 1 from {{ ref('fct_training_events') }})
