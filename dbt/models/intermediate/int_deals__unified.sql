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

)

select
    unified_deal_id as deal_id,
    {{ audit_user_id('with_status') }} as user_id,
    coalesce(team_name, team_id) as team_id,
    company_key,
    contact_key,
    {{ audit_id('lead_id', 'with_status') }} as lead_id,
    pipeline,
    unified_stage as stage,
    unified_status as status,
    amount,
    currency,
    created_at,
    first_contact_at,
    case when unified_status <> 'open' then coalesce(closed_at, decided_at) end as closed_at,
    case
        when unified_status = 'open' then coalesce(expected_close_at, closed_at)
        else expected_close_at
    end as expected_close_at,
    updated_at,
    source_channel,
    loss_reason,
    product,
    coalesce(is_test, false) as is_test,
    coalesce(is_deleted, false) as is_deleted,
    n_fields_required,
    n_fields_filled,
    system,
    source_relation,
    _file_id,
    _row_number
from with_status
