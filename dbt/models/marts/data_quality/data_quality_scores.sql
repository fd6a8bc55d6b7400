-- The weighted mean of the pass rates of the rules of an object, a team or both, by dimension. A rule that nothing was
-- asked of is not in the mean; one below its floor is counted beside it, so that the mean does not hide it.
with results as (

    select
        results.rule,
        results.entity,
        results.dimension,
        results.team_id,
        results.outcome
    from {{ ref('data_quality_results') }} as results
    where results.outcome in ('failed', 'passed')

),

-- null: over all of it.
cut as (

    select
        rule,
        entity,
        dimension,
        cast(null as varchar) as team_id,
        false as is_team,
        count(*) as n_eligible,
        sum(case when outcome = 'failed' then 1 else 0 end) as n_failed
    from results
    group by rule, entity, dimension
    union all
    select
        rule,
        entity,
        dimension,
        team_id,
        true as is_team,
        count(*) as n_eligible,
        sum(case when outcome = 'failed' then 1 else 0 end) as n_failed
    from results
    where team_id is not null
    group by rule, entity, dimension, team_id

),

rated as (

    select
        cut.*,
        rules.weight,
        1 - cut.n_failed * 1.0 / cut.n_eligible as pass_rate,
        case when 1 - cut.n_failed * 1.0 / cut.n_eligible < rules.floor_share then 1 else 0 end as is_below_floor
    from cut
    inner join {{ ref('data_quality_rules') }} as rules
        on cut.rule = rules.rule

),

spread as (
    {%- for entity, dimension in [
        ('entity', 'dimension'), ('entity', "'all'"), ("'all'", 'dimension'), ("'all'", "'all'"),
    ] %}

    select
        {{ entity }} as entity,
        {{ dimension }} as dimension,
        team_id,
        is_team,
        weight,
        pass_rate,
        is_below_floor,
        n_eligible,
        n_failed
    from rated
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    entity,
    dimension,
    team_id,
    is_team,
    cast(sum(weight * pass_rate) / sum(weight) as {{ double_type() }}) as score,
    cast(min(pass_rate) as {{ double_type() }}) as worst_pass_rate,
    cast(count(*) as integer) as n_rules,
    cast(sum(is_below_floor) as integer) as n_below_floor,
    cast(sum(n_eligible) as integer) as n_eligible,
    cast(sum(n_failed) as integer) as n_failed
from spread
group by entity, dimension, team_id, is_team
