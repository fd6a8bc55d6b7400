-- Deals that a later full export no longer holds. An export is full when it holds at least nine tenths of the deals of
-- the export before it and also decided ones: a list of open deals, or of one month's deals, proves no deletion.
with snapshots as (

    select * from {{ ref('int_deal_snapshots') }}

),

contents as (

    select
        source_relation,
        exported_at,
        min(created_at) as least_created_at,
        sum(case when status <> 'open' then 1 else 0 end) as n_decided
    from snapshots
    group by source_relation, exported_at

),

full_exports as (

    select
        snapshots.source_relation,
        contents.exported_at,
        min(contents.least_created_at) as least_created_at
    from snapshots
    inner join contents
        on
            snapshots.source_relation = contents.source_relation
            and snapshots.next_export_at = contents.exported_at
    where contents.n_decided > 0
    group by snapshots.source_relation, contents.exported_at
    having sum(case when snapshots.seen_next_at = snapshots.next_export_at then 1 else 0 end) >= 0.9 * count(*)

),

gone as (

    select
        snapshots.deal_id,
        min(snapshots.exported_at) as last_seen_at,
        min(full_exports.exported_at) as missing_since,
        min(snapshots.pipeline) as pipeline,
        min(snapshots.company_key) as company_key,
        min(snapshots.amount) as amount,
        snapshots.source_relation
    from snapshots
    inner join full_exports
        on
            snapshots.source_relation = full_exports.source_relation
            and snapshots.exported_at < full_exports.exported_at
            and (snapshots.created_at is null or snapshots.created_at >= full_exports.least_created_at)
    where snapshots.seen_next_at is null
    group by snapshots.deal_id, snapshots.source_relation

),

-- A merged deal leaves its amount to another deal of the customer, alone or added up.
heirs as (

    select
        gone.deal_id,
        min(later.deal_id) as merged_into_id
    from gone
    inner join snapshots as earlier
        on
            gone.source_relation = earlier.source_relation
            and gone.last_seen_at = earlier.exported_at
            and gone.company_key = earlier.company_key
            and gone.pipeline is not distinct from earlier.pipeline
            and gone.deal_id <> earlier.deal_id
    inner join snapshots as later
        on
            earlier.deal_id = later.deal_id
            and gone.missing_since = later.exported_at
    where
        later.amount = gone.amount
        or later.amount = earlier.amount + gone.amount
    group by gone.deal_id
    having count(*) = 1

)

select
    gone.deal_id,
    gone.last_seen_at,
    gone.missing_since,
    heirs.merged_into_id,
    gone.source_relation
from gone
left join heirs
    on gone.deal_id = heirs.deal_id
