with entries as (

    select
        history.deal_id,
        history.pipeline,
        history.stage,
        history.category,
        history.entered_at,
        history.stage_order as declared_order,
        funnel.stage_order as place,
        coalesce(history.is_automatic, false) as is_automatic,
        history.source_relation,
        row_number() over (
            partition by history.deal_id
            order by history.entered_at, history.stage_order, history._file_id, history._row_number
        ) as entry_number
    from {{ ref('fct_deal_stage_history') }} as history
    left join {{ ref('sales_funnel') }} as funnel
        on
            history.stage = funnel.stage
            and history.pipeline is not distinct from funnel.pipeline
    -- Successive exports do not see what happened between them.
    where history.basis = 'history'

),

numbered as (

    select
        *,
        sum(case when category = 'lost' then 1 else 0 end) over (
            partition by deal_id order by entry_number
        ) as n_losses_before
    from entries

),

last_entries as (

    select
        deal_id,
        max(entry_number) as entry_number
    from numbered
    where category <> 'lost'
    group by deal_id

),

-- A deal taken up again after a loss, or moved to another pipeline, begins anew where it stands then.
steps as (

    select
        numbered.deal_id,
        numbered.pipeline,
        numbered.stage,
        numbered.entry_number,
        numbered.declared_order,
        numbered.place,
        numbered.is_automatic,
        coalesce(
            max(numbered.place) over (
                partition by numbered.deal_id order by numbered.entry_number
                rows between unbounded preceding and 1 preceding
            ),
            case
                when min(numbered.entry_number) over (partition by numbered.deal_id) = 1 then 0
                else numbered.place - 1
            end
        ) as furthest_place
    from numbered
    inner join last_entries
        on numbered.deal_id = last_entries.deal_id
    inner join numbered as last_ones
        on
            last_entries.deal_id = last_ones.deal_id
            and last_entries.entry_number = last_ones.entry_number
    where
        numbered.category <> 'lost'
        and numbered.n_losses_before = last_ones.n_losses_before
        and numbered.pipeline is not distinct from last_ones.pipeline

),

paths as (

    select
        deal_id,
        min(pipeline) as pipeline,
        {{ audit_joined('stage', ' > ', 'entry_number') }} as path,
        count(declared_order) as n_with_order,
        sum(case when place < furthest_place and not is_automatic then 1 else 0 end) as n_back_moves,
        sum(case when place > furthest_place + 1 and not is_automatic then place - furthest_place - 1 else 0 end)
            as n_skipped,
        sum(case when (place < furthest_place or place > furthest_place + 1) and is_automatic then 1 else 0 end)
            as n_automatic_deviations
    from steps
    group by deal_id

),

history_begins as (

    select
        source_relation,
        min(entered_at) as first_entered_at
    from entries
    group by source_relation

),

activities_begin as (

    select
        deals.source_relation,
        min(activities.occurred_at) as first_occurred_at
    from {{ ref('fct_activities') }} as activities
    inner join {{ ref('fct_deals') }} as deals
        on activities.deal_id = deals.deal_id
    where activities.author_type = 'human'
    group by deals.source_relation

),

worked_deals as (

    select distinct deal_id
    from {{ ref('fct_activities') }}
    where author_type = 'human'

)

select
    deals.deal_id,
    deals.user_id,
    deals.team_id,
    deals.source_channel as channel,
    paths.pipeline,
    deals.is_won,
    deals.closed_at,
    paths.path,
    cast(paths.n_back_moves as integer) as n_back_moves,
    cast(paths.n_skipped as integer) as n_skipped,
    cast(paths.n_automatic_deviations as integer) as n_automatic_deviations,
    paths.n_back_moves = 0 and paths.n_skipped <= parameters.allowed_skipped_stages as is_conforming,
    case
        when deals.closed_at is null then 'no_closing_date'
        when deals.is_go_live_import then 'carried_over_at_go_live'
        when
            paths.deal_id is null
            or cast(deals.created_at as date) < cast(history_begins.first_entered_at as date)
            then 'no_stage_history'
        when paths.n_with_order = 0 then 'no_stage_order'
        when worked_deals.deal_id is null and activities_begin.first_occurred_at <= deals.closed_at
            then 'closed_without_activity'
    end as exclusion
from {{ ref('fct_deals') }} as deals
cross join {{ ref('audit_parameters') }} as parameters
left join paths
    on deals.deal_id = paths.deal_id
left join history_begins
    on deals.source_relation = history_begins.source_relation
left join activities_begin
    on deals.source_relation = activities_begin.source_relation
left join worked_deals
    on deals.deal_id = worked_deals.deal_id
where
    deals.is_kpi_eligible
    and not deals.is_open
