-- Where files of history and successive exports of the deal list speak of the same deal: what the export of a day shows
-- must be what the history says of that day. Only that far does a history reach as its own export does.
{%- set snapshot_columns = {
    'stage': 'stage', 'owner': 'user_id', 'amount': "coalesce(cast(amount as varchar), '0.00')",
    'close_date': 'cast(cast(expected_close_at as date) as varchar)'
} %}
with history as (

    select
        deal_id,
        property_name,
        case when property_name = 'amount' then coalesce(value, '0.00') else value end as value,
        previous_value,
        is_first_known,
        changed_at,
        lead(changed_at) over (
            partition by deal_id, property_name order by changed_at, _file_id, _row_number
        ) as next_changed_at,
        row_number() over (
            partition by deal_id, property_name order by changed_at, _file_id, _row_number
        ) as place
    from {{ ref('int_deal_property_history') }}
    where basis = 'history'

),

reaches as (

    select
        source_relation,
        property_name,
        max(known_until) as known_until
    from {{ ref('int_deal_property_changes') }}
    group by source_relation, property_name

),

spans as (

    select
        deal_id,
        property_name,
        value,
        changed_at as began_at,
        next_changed_at as ended_at
    from history
    union all
    select
        deal_id,
        property_name,
        previous_value as value,
        cast(null as timestamp) as began_at,
        changed_at as ended_at
    from history
    where
        place = 1
        and not is_first_known

),

exported as (
    {%- for property_name, column in snapshot_columns.items() %}

    select
        deal_id,
        '{{ property_name }}' as property_name,
        {{ column }} as value,
        exported_at,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('int_deal_snapshots') }}
    {{ "where status = 'open'" if property_name == 'close_date' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    exported.deal_id,
    exported.property_name,
    exported.exported_at,
    max(case when spans.value is not distinct from exported.value then 1 else 0 end) = 1 as agrees,
    exported.source_relation,
    exported._file_id,
    exported._row_number
from exported
inner join spans
    on
        exported.deal_id = spans.deal_id
        and exported.property_name = spans.property_name
        and (spans.began_at is null or spans.began_at < {{ audit_add_days('exported.exported_at', 1) }})
        and (spans.ended_at is null or exported.exported_at < spans.ended_at)
left join reaches
    on
        exported.source_relation = reaches.source_relation
        and exported.property_name = reaches.property_name
where
    reaches.known_until is null
    or exported.exported_at <= reaches.known_until
group by
    exported.deal_id, exported.property_name, exported.exported_at, exported.source_relation, exported._file_id,
    exported._row_number
having max(case when spans.began_at is null or spans.began_at <= exported.exported_at then 1 else 0 end) = 1
