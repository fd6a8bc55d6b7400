{{ config(materialized='view') }}

with records as (

    select
        source_relation,
        count(distinct record_key) as n_records
    from {{ ref('int_customer_sightings') }}
    group by source_relation

),

matches as (

    select
        source_relation,
        other_source_relation,
        match_rule,
        count(*) as n_matched
    from {{ ref('customer_matches') }}
    group by source_relation, other_source_relation, match_rule
    union all
    select
        source_relation,
        other_source_relation,
        'any' as match_rule,
        count(*) as n_matched
    from {{ ref('customer_matches') }}
    group by source_relation, other_source_relation

),

rules as (
    {%- for rule in ['any', 'tax_id', 'phone', 'email', 'name', 'chain'] %}
    select '{{ rule }}' as match_rule
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    records.source_relation,
    others.source_relation as other_source_relation,
    rules.match_rule,
    cast(records.n_records as integer) as n_records,
    cast(coalesce(matches.n_matched, 0) as integer) as n_matched,
    coalesce(matches.n_matched, 0) * 1.0 / records.n_records as match_share
from records
inner join records as others
    on records.source_relation <> others.source_relation
cross join rules
left join matches
    on
        records.source_relation = matches.source_relation
        and others.source_relation = matches.other_source_relation
        and rules.match_rule = matches.match_rule
