-- The same call in a telephony log and in a CRM. Two calls are the same when the phone is and they began within two
-- minutes, or the person is and they began within two minutes and lasted equally long; direction, outcome, person and
-- phone must not contradict each other, and lengths of talk not by more than half a minute, the time of ringing. Of
-- both, the one that knows its deal or lead stays, then the one that knows its length.
with calls as (

    select
        *,
        activity_id as record_id,
        occurred_at as moment
    from {{ ref('int_calls__by_source') }}
    where occurred_at <> date_trunc('day', occurred_at)

),

sources as (

    select count(distinct source_relation) as n_sources
    from calls

),

candidates as (

    select
        calls.*,
        row_number() over (
            order by
                case when calls.has_record then 0 else 1 end asc,
                case when calls.duration_seconds is null then 1 else 0 end asc,
                calls.source_relation asc,
                calls.record_id asc
        ) as preference
    from calls
    cross join sources
    where sources.n_sources > 1

),

signs as (

    select
        *,
        1 as strength,
        phone_key as sign
    from candidates
    union all
    select
        *,
        2 as strength,
        case when is_person and duration_seconds > 0 then user_id end as sign
    from candidates

),

{%- set contradicted %}
coalesce(one.direction <> other.direction, false)
or coalesce(one.is_missed <> other.is_missed, false)
or coalesce(one.phone_key <> other.phone_key, false)
or coalesce(one.is_person and other.is_person and one.user_id <> other.user_id, false)
or coalesce(abs(one.duration_seconds - other.duration_seconds) > case when one.strength = 1 then 30 else 2 end, false)
{%- endset %}

twins as (

    {{ audit_twins('signs', 120, 'not (' ~ contradicted ~ ')') | indent(4) }}

)

select
    twins.record_id,
    twins.same_as_id,
    case twins.strength when 1 then 'phone_moment' else 'person_moment' end as match_rule,
    given_way.source_relation,
    kept.source_relation as same_as_source_relation
from twins
inner join candidates as given_way
    on twins.record_id = given_way.record_id
inner join candidates as kept
    on twins.same_as_id = kept.record_id
