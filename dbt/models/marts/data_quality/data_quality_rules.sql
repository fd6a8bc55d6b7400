-- Each rule of data quality with how many records it was asked of and how many broke it. What is unknown or not asked
-- is counted apart and in no share.
with rules as (
    {%- for rule in data_quality_rules() %}
    select
        '{{ rule.rule }}' as rule,
        {{ loop.index }} as rule_order,
        {{ rule.floor }} as floor_share,
        {{ rule.weight }} as weight
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

counted as (

    select
        rule,
        entity,
        field,
        dimension,
        sum(case when outcome = 'failed' then 1 else 0 end) as n_failed,
        sum(case when outcome in ('failed', 'passed') then 1 else 0 end) as n_eligible,
        sum(case when outcome = 'not_applicable' then 1 else 0 end) as n_not_applicable,
        sum(case when outcome = 'unknown' then 1 else 0 end) as n_unknown
    from {{ ref('data_quality_results') }}
    group by rule, entity, field, dimension

)

select
    counted.rule,
    rules.rule_order,
    counted.dimension,
    counted.entity,
    counted.field,
    cast(counted.n_failed as integer) as n_failed,
    cast(counted.n_eligible as integer) as n_eligible,
    cast(counted.n_not_applicable as integer) as n_not_applicable,
    cast(counted.n_unknown as integer) as n_unknown,
    cast(1 - counted.n_failed * 1.0 / nullif(counted.n_eligible, 0) as {{ double_type() }}) as pass_rate,
    cast(rules.floor_share as {{ double_type() }}) as floor_share,
    cast(rules.weight as {{ double_type() }}) as weight,
    coalesce(1 - counted.n_failed * 1.0 / nullif(counted.n_eligible, 0) < rules.floor_share, false) as is_below_floor
from counted
inner join rules
    on counted.rule = rules.rule
