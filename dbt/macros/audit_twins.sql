{#
  Records of different sources that are the same, from rows record_id, source_relation, strength (1 is the strongest
  rule), sign, moment and preference (1 stays before 2): two rows with one sign, their moments at most `seconds` apart,
  that meet `condition` on the aliases one and other. Each record has at most one twin in another source: the nearest in
  time under the strongest rule, and only when it is the nearest of its twin too. Columns: record_id, the one that gives
  way; same_as_id; strength. Moments are cut into spans of that length, so the work grows with the rows, not the pairs.
-#}
{% macro audit_twins(relation, seconds, condition) -%}
    with spans as (

        select
            *,
            floor({{ audit_elapsed_seconds("timestamp '2000-01-01 00:00:00'", 'moment') }} / {{ seconds }}) as span
        from {{ relation }}
        where
            sign is not null
            and moment is not null

    ),

    steps as (

        select -1 as step
        union all
        select 0 as step
        union all
        select 1 as step

    ),

    spread as (

        select
            spans.*,
            spans.span + steps.step as near_span
        from spans
        cross join steps

    ),

    met as (

        select
            one.record_id as one_id,
            one.source_relation as one_source,
            one.preference as one_preference,
            other.record_id as other_id,
            other.source_relation as other_source,
            other.preference as other_preference,
            one.strength,
            abs({{ audit_elapsed_seconds('one.moment', 'other.moment') }}) as distance
        from spans as one
        inner join spread as other
            on
                one.strength = other.strength
                and one.sign = other.sign
                and one.span = other.near_span
                and one.source_relation < other.source_relation
        where
            abs({{ audit_elapsed_seconds('one.moment', 'other.moment') }}) <= {{ seconds }}
            and ({{ condition }})

    ),

    ranked as (

        select
            *,
            row_number() over (
                partition by one_id, other_source order by strength, distance, other_preference
            ) as place_of_other,
            row_number() over (
                partition by other_id, one_source order by strength, distance, one_preference
            ) as place_of_one
        from met

    ),

    both_ways as (

        select
            case when one_preference < other_preference then other_id else one_id end as record_id,
            case when one_preference < other_preference then one_id else other_id end as same_as_id,
            least(one_preference, other_preference) as preference,
            strength
        from ranked
        where
            place_of_other = 1
            and place_of_one = 1

    )

    select
        record_id,
        {{ audit_first_value('same_as_id', 'preference') }} as same_as_id,
        {{ audit_first_value('strength', 'preference') }} as strength
    from both_ways
    group by record_id
{%- endmacro %}
