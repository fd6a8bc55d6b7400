-- Weeks of work in hand by team. A group of fewer people than may be shown is not shown, nor is it to be worked out as
-- what the shown teams lack of the whole: then there is the whole alone.
with parameters as (

    select suppress_people_below from {{ ref('audit_parameters') }}

),

people as (

    select
        team_id,
        count(distinct user_id) as n_people
    from {{ ref('manager_workload') }}
    group by team_id

),

sizes as (

    select
        people.team_id,
        people.n_people,
        people.team_id is not null and people.n_people >= parameters.suppress_people_below as is_large,
        sum(people.n_people) over () as n_people_of_all,
        sum(
            case
                when people.team_id is not null and people.n_people >= parameters.suppress_people_below then 0
                else people.n_people
            end
        ) over () as n_people_of_small,
        parameters.suppress_people_below
    from people
    cross join parameters

),

totals as (

    select sum(n_people) as n_people
    from people

),

groups as (

    select
        workload.*,
        workload.team_id as group_name,
        false as is_total,
        sizes.n_people,
        sizes.is_large and (sizes.n_people_of_small = 0 or sizes.n_people_of_small >= sizes.suppress_people_below)
            as is_shown
    from {{ ref('manager_workload') }} as workload
    inner join sizes
        on workload.team_id = sizes.team_id
    union all
    select
        workload.*,
        cast(null as varchar) as group_name,
        true as is_total,
        totals.n_people,
        totals.n_people >= parameters.suppress_people_below as is_shown
    from {{ ref('manager_workload') }} as workload
    cross join parameters
    cross join totals

)

select
    group_name as team_id,
    is_total,
    kind,
    cast(n_people as integer) as n_people,
    is_shown,
    cast(sum(n_open) as integer) as n_open,
    cast(sum(n_finished) as integer) as n_finished,
    cast(sum(n_open) as {{ double_type() }}) / n_people as open_per_person,
    cast(sum(n_open) as {{ double_type() }}) * max(n_weeks) / nullif(sum(n_finished), 0) as weeks_in_hand
from groups
group by group_name, is_total, kind, n_people, is_shown
