-- The values that a deal's properties took on. A file of history says the moment of a change; without one, it lies
-- between the export that still had the old value and the one that first had the new one. It is one or the other.
{%- set snapshot_columns = {
    'stage': 'stage', 'owner': 'user_id', 'amount': 'amount', 'close_date': 'cast(expected_close_at as date)'
} %}
with stated as (

    select
        deal_id,
        property_name,
        value,
        previous_value,
        changed_at,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('int_deal_property_changes') }}
    where is_usable
    union all
    select
        deal_id,
        'stage' as property_name,
        stage as value,
        cast(null as varchar) as previous_value,
        entered_at as changed_at,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('int_deal_stage_history__unified') }}
    where basis = 'history'

),

in_order as (

    select
        *,
        lag(value) over (
            partition by deal_id, property_name order by changed_at, _file_id, _row_number
        ) as value_before,
        row_number() over (
            partition by deal_id, property_name order by changed_at, _file_id, _row_number
        ) as place
    from stated

),

exported as (
    {%- for property_name, column in snapshot_columns.items() %}

    select
        deal_id,
        '{{ property_name }}' as property_name,
        cast({{ column }} as varchar) as value,
        exported_at,
        seen_before_at,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('int_deal_snapshots') }}
    {{ "where status = 'open'" if property_name == 'close_date' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- A planned date is none any more once the deal is decided, so its exports need not follow one another.
exported_in_order as (

    select
        exported.*,
        lag(exported.value) over (
            partition by exported.deal_id, exported.property_name order by exported.exported_at
        ) as value_before,
        lag(exported.exported_at) over (
            partition by exported.deal_id, exported.property_name order by exported.exported_at
        ) as exported_before_at
    from exported
    left join in_order
        on
            exported.deal_id = in_order.deal_id
            and exported.property_name = in_order.property_name
            and in_order.place = 1
    where in_order.deal_id is null

)

select
    deal_id,
    property_name,
    value,
    case when place = 1 then previous_value else value_before end as previous_value,
    changed_at,
    cast(null as timestamp) as changed_after,
    place = 1 and previous_value is null as is_first_known,
    cast(null as integer) as precision_days,
    'history' as basis,
    source_relation,
    _file_id,
    _row_number
from in_order
where
    place = 1
    or value is distinct from value_before
union all
select
    deal_id,
    property_name,
    value,
    value_before as previous_value,
    exported_at as changed_at,
    exported_before_at as changed_after,
    exported_before_at is null as is_first_known,
    cast({{ audit_calendar_days('exported_before_at', 'exported_at') }} as integer) as precision_days,
    'snapshots' as basis,
    source_relation,
    _file_id,
    _row_number
from exported_in_order
where
    (exported_before_at is null and value is not null)
    or (exported_before_at is not null and value is distinct from value_before)
