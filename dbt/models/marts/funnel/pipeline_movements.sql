-- What became of each deal in each period of the pipeline that was due in it. A deal is due when it is open and planned
-- to close before the period ends; one that is decided in the period was due in it, whatever had been planned.
with deals as (

    select
        deals.*,
        coalesce(deals.currency <> parameters.currency, false) as is_foreign_currency
    from {{ ref('fct_deals') }} as deals
    cross join {{ ref('audit_parameters') }} as parameters
    where
        deals.is_kpi_eligible
        and (deals.is_open or deals.closed_at >= deals.created_at)

),

stated as (

    select
        deal_id,
        property_name,
        value,
        previous_value,
        changed_at,
        row_number() over changes_in_time as place,
        lead(changed_at) over changes_in_time as replaced_at
    from {{ ref('int_deal_property_history') }}
    where
        basis = 'history'
        and property_name in ('amount', 'close_date')
    window changes_in_time as (partition by deal_id, property_name order by changed_at, _file_id, _row_number)

),

-- From when to when each value held; the one before the first change has held from the beginning.
spells as (

    select
        deal_id,
        property_name,
        value,
        changed_at as held_from,
        replaced_at as held_until
    from stated
    union all
    select
        deal_id,
        property_name,
        previous_value as value,
        cast('1900-01-01' as timestamp) as held_from,
        changed_at as held_until
    from stated
    where place = 1

),

from_history as (

    select
        periods.source_relation,
        periods.starts_at,
        periods.ends_at,
        deals.deal_id,
        deals.created_at < periods.starts_at as was_known,
        deals.created_at < periods.starts_at as was_open,
        {%- for property_name, column, type in [
            ('amount', 'amount', 'decimal(18, 2)'), ('close_date', 'expected_close_at', 'date')
        ] %}
        {%- for end in ['start', 'end'] %}
        case
            when {{ property_name }}_at_{{ end }}.deal_id is null then cast(deals.{{ column }} as {{ type }})
            else cast({{ property_name }}_at_{{ end }}.value as {{ type }})
        end as {{ property_name }}_at_{{ end }},
        {%- endfor %}
        {%- endfor %}
        case when deals.closed_at < periods.ends_at then deals.status else 'open' end as status_at_end
    from {{ ref('pipeline_periods') }} as periods
    inner join deals
        on
            periods.source_relation = deals.source_relation
            and periods.ends_at > deals.created_at
            and (deals.is_open or periods.starts_at <= deals.closed_at)
    {%- for property_name in ['amount', 'close_date'] %}
    {%- for end in ['start', 'end'] %}
    left join spells as {{ property_name }}_at_{{ end }}
        on
            deals.deal_id = {{ property_name }}_at_{{ end }}.deal_id
            and {{ property_name }}_at_{{ end }}.property_name = '{{ property_name }}'
            and {{ property_name }}_at_{{ end }}.held_from < periods.{{ end }}s_at
            and (
                {{ property_name }}_at_{{ end }}.held_until is null
                or {{ property_name }}_at_{{ end }}.held_until >= periods.{{ end }}s_at
            )
    {%- endfor %}
    {%- endfor %}
    where periods.basis = 'history'

),

exported as (

    select
        periods.source_relation,
        periods.starts_at,
        periods.ends_at,
        snapshots.deal_id,
        {%- for end in ['start', 'end'] %}
        {%- for column in ['status', 'amount', 'expected_close_at'] %}
        max(case when snapshots.exported_at = periods.{{ end }}s_at then snapshots.{{ column }} end)
            as {{ column }}_at_{{ end }},
        {%- endfor %}
        {%- endfor %}
        max(snapshots.closed_at) as closed_at
    from {{ ref('pipeline_periods') }} as periods
    inner join {{ ref('int_deal_snapshots') }} as snapshots
        on
            periods.source_relation = snapshots.source_relation
            and snapshots.exported_at in (periods.starts_at, periods.ends_at)
    where periods.basis = 'exports'
    group by periods.source_relation, periods.starts_at, periods.ends_at, snapshots.deal_id

),

from_exports as (

    select
        source_relation,
        starts_at,
        ends_at,
        deal_id,
        status_at_start is not null as was_known,
        coalesce(status_at_start = 'open', false) as was_open,
        amount_at_start,
        case when status_at_end is null then amount_at_start else amount_at_end end as amount_at_end,
        cast(expected_close_at_at_start as date) as close_date_at_start,
        cast(expected_close_at_at_end as date) as close_date_at_end,
        coalesce(status_at_end, 'missing') as status_at_end
    from exported
    where
        status_at_start = 'open'
        or status_at_end = 'open'
        or (status_at_start is null and closed_at >= starts_at)

),

positions as (

    select * from from_history
    union all
    select * from from_exports

),

due as (

    select
        positions.*,
        positions.was_open and coalesce(positions.close_date_at_start < positions.ends_at, false) as is_due_at_start,
        positions.status_at_end = 'open' and coalesce(positions.close_date_at_end < positions.ends_at, false)
            as is_due_at_end,
        positions.status_at_end in ('won', 'lost') as is_decided
    from positions

)

select
    due.source_relation,
    due.starts_at,
    due.ends_at,
    due.deal_id,
    deals.user_id,
    deals.team_id,
    deals.source_channel,
    deals.is_foreign_currency,
    due.is_due_at_start,
    due.is_due_at_start and due.close_date_at_start >= due.starts_at as is_due_in_period,
    due.is_due_at_end,
    case
        when due.is_due_at_start or not (due.is_due_at_end or due.is_decided) then null
        when due.was_known then 'pulled_in'
        else 'new'
    end as entry,
    case
        when due.is_decided then due.status_at_end
        when not due.is_due_at_start or due.is_due_at_end then null
        when due.status_at_end = 'missing' then 'removed'
        else 'pushed_out'
    end as departure,
    due.was_open and due.close_date_at_start is null as is_open_without_date,
    coalesce(due.amount_at_start, 0) as amount_at_start,
    coalesce(due.amount_at_end, 0) as amount_at_end
from due
inner join deals
    on due.deal_id = deals.deal_id
