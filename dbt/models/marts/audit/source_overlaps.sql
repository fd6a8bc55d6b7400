-- Records that two sources hold and that count once: how many of which source gave way to which, and by what rule.
with given_way as (

    select
        entity,
        source_relation,
        same_as_source_relation,
        match_rule
    from {{ ref('int_records__overlapping') }}
    union all
    select
        entity,
        source_relation,
        same_as_source_relation,
        match_rule
    from {{ ref('int_requests__overlapping') }}
    union all
    select
        'activity' as entity,
        source_relation,
        same_as_source_relation,
        match_rule
    from {{ ref('int_calls__overlapping') }}

)

select
    entity,
    source_relation,
    same_as_source_relation,
    match_rule,
    cast(count(*) as integer) as n
from given_way
group by entity, source_relation, same_as_source_relation, match_rule
