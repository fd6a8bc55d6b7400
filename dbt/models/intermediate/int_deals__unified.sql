with every_row as (

    {{ audit_union('deal', audit_staging_models('deal')) | indent(4) }}

),

history as (

    select
        deal_id,
        {{ audit_last_value('stage', 'entered_at') }} as last_stage,
        min(case when category in ('won', 'lost') then entered_at end) as decided_at
    from {{ ref('int_deal_stage_history__unified') }}
    group by deal_id

),

decided_in_history as (

    select
        history.deal_id,
        history.decided_at,
        max(entries.category) as category
    from history
    inner join {{ ref('int_deal_stage_history__unified') }} as entries
        on
            history.deal_id = entries.deal_id
            and history.decided_at = entries.entered_at
            and entries.category in ('won', 'lost')
    group by history.deal_id, history.decided_at

),

with_status as (

    select
        every_row.*,
        {{ audit_id('deal_id', 'every_row') }} as unified_deal_id,
        coalesce(every_row.stage, history.last_stage) as unified_stage,
        decided_in_history.decided_at,
        coalesce(
            case when every_row.status in ('open', 'won', 'lost') then every_row.status end,
            stages.category,
            decided_in_history.category,
            'open'
        ) as unified_status
    from every_row
    left join {{ ref('int_stages__categorised') }} as stages
        on
            every_row.source_relation = stages.source_relation
            and every_row.stage = stages.stage
            and every_row.pipeline is not distinct from stages.pipeline
    left join history
        on every_row.source_relation || ':' || every_row.deal_id = history.deal_id
    left join decided_in_history
        on every_row.source_relation || ':' || every_row.deal_id = decided_in_history.deal_id

),

-- A deal may change hands after it was decided. A history says who had it then: the last owner up to that moment, or
-- the one before the first change. Without one, the first export since then names the person who decided it.
owners_in_history as (

    select
        with_status.unified_deal_id,
        coalesce(
            {{ audit_last_value(
                'case when owners.changed_at <= coalesce(with_status.closed_at, with_status.decided_at) then owners.value end',
                'case when owners.changed_at <= coalesce(with_status.closed_at, with_status.decided_at) then owners.changed_at end'
            ) }},
            {{ audit_first_value('owners.previous_value', 'owners.changed_at') }}
        ) as user_id
    from with_status
    inner join {{ ref('int_deal_property_history') }} as owners
        on
            with_status.unified_deal_id = owners.deal_id
            and owners.property_name = 'owner'
            and owners.basis = 'history'
    where
        with_status.unified_status <> 'open'
        and coalesce(with_status.closed_at, with_status.decided_at) is not null
    group by with_status.unified_deal_id

),

owners_in_exports as (

    select
        with_status.unified_deal_id,
        coalesce(
            {{ audit_first_value(
                'case when snapshots.exported_at >= coalesce(with_status.closed_at, with_status.decided_at) then snapshots.user_id end',
                'case when snapshots.exported_at >= coalesce(with_status.closed_at, with_status.decided_at) then snapshots.exported_at end'
            ) }},
            {{ audit_last_value('snapshots.user_id', 'snapshots.exported_at') }}
        ) as user_id
    from with_status
    inner join {{ ref('int_deal_snapshots') }} as snapshots
        on with_status.unified_deal_id = snapshots.deal_id
    where
        with_status.unified_status <> 'open'
        and snapshots.user_id is not null
    group by with_status.unified_deal_id

)

select
    with_status.unified_deal_id as deal_id,
    {{ audit_user_id('with_status') }} as user_id,
    coalesce(owners_in_history.user_id, owners_in_exports.user_id) as user_id_at_close,
    coalesce(with_status.team_name, with_status.team_id) as team_id,
    with_status.company_key,
    with_status.contact_key,
    {{ audit_id('lead_id', 'with_status') }} as lead_id,
    with_status.pipeline,
    with_status.unified_stage as stage,
    with_status.unified_status as status,
    with_status.amount,
    with_status.currency,
    with_status.created_at,
    with_status.first_contact_at,
    case
        when with_status.unified_status <> 'open' then coalesce(with_status.closed_at, with_status.decided_at)
    end as closed_at,
    case
        when with_status.unified_status = 'open' then coalesce(with_status.expected_close_at, with_status.closed_at)
        else with_status.expected_close_at
    end as expected_close_at,
    with_status.updated_at,
    with_status.source_channel,
    with_status.loss_reason,
    with_status.product,
    with_status.order_key,
    coalesce(with_status.is_test, false) as is_test,
    coalesce(with_status.is_deleted, false) or missing.deal_id is not null as is_deleted,
    missing.merged_into_id,
    missing.missing_since,
    with_status.n_fields_required,
    with_status.n_fields_filled,
    with_status.system,
    with_status.source_relation,
    with_status._file_id,
    with_status._row_number
from with_status
left join owners_in_history
    on with_status.unified_deal_id = owners_in_history.unified_deal_id
left join owners_in_exports
    on with_status.unified_deal_id = owners_in_exports.unified_deal_id
left join {{ ref('int_deals__missing') }} as missing
    on with_status.unified_deal_id = missing.deal_id
