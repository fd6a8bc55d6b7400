-- What files of history say of a deal's owner, amount and planned closing date: one row for each value that a row of
-- theirs states. An owner under a number means something only where the deal lists of the source, or a list of users,
-- use numbers too; the same holds for names.
with every_row as (

    {{ audit_union(
        'deal_property_history', audit_staging_models('deal_property_history'), superseded=false
    ) | indent(4) }}

),

deals as (

    {{ audit_union('deal', audit_staging_models('deal'), superseded=false) | indent(4) }}

),

-- The person behind a key, as audit_union finds the one behind user_id.
stated as (

    select
        every_row.*,
        coalesce(now.person_key, every_row.owner_key) as owner,
        coalesce(before.person_key, every_row.previous_owner_key) as previous_owner
    from every_row
    left join {{ ref('int_people__matched') }} as now
        on
            every_row.owner_key = now.user_key
            and every_row.source_relation = now.source_relation
    left join {{ ref('int_people__matched') }} as before
        on
            every_row.previous_owner_key = before.user_key
            and every_row.source_relation = before.source_relation
    where
        every_row.deal_id is not null
        and every_row.entered_at is not null
        and every_row.properties is not null

),

kinds_of_owners as (

    select distinct
        source_relation,
        {{ audit_is_person('deals', 'user_id') }} as is_person
    from deals
    where user_id is not null

),

as_text as (

    select
        {{ audit_id('deal_id', 'stated') }} as deal_id,
        stated.properties,
        {{ audit_user_id('stated', 'owner') }} as owner,
        {{ audit_user_id('stated', 'previous_owner') }} as previous_owner,
        stated.owner is null or kinds_of_owners.source_relation is not null as is_owner_usable,
        cast(stated.amount as varchar) as amount,
        cast(stated.previous_amount as varchar) as previous_amount,
        cast(cast(stated.expected_close_at as date) as varchar) as close_date,
        cast(cast(stated.previous_expected_close_at as date) as varchar) as previous_close_date,
        stated.entered_at as changed_at,
        stated._snapshot_at as known_until,
        stated.source_relation,
        stated._file_id,
        stated._row_number
    from stated
    left join kinds_of_owners
        on
            stated.source_relation = kinds_of_owners.source_relation
            and {{ audit_is_person('stated', 'owner') }} = kinds_of_owners.is_person

)
{%- for property_name in ['owner', 'amount', 'close_date'] %}
{{ 'union all' if not loop.first }}
select
    deal_id,
    '{{ property_name }}' as property_name,
    {{ property_name }} as value,
    previous_{{ property_name }} as previous_value,
    changed_at,
    {{ 'is_owner_usable' if property_name == 'owner' else 'true' }} as is_usable,
    known_until,
    source_relation,
    _file_id,
    _row_number
from as_text
where properties like '%{{ property_name }}%'
{%- endfor %}
