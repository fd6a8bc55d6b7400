-- What each export said about each deal, for sources whose deal list was exported more than once.
with every_row as (

    {{ audit_union('deal', audit_staging_models('deal'), superseded=false) | indent(4) }}

),

moments as (

    select distinct
        source_relation,
        _snapshot_at as exported_at
    from every_row
    where _snapshot_at is not null

),

exports as (

    select
        source_relation,
        exported_at,
        lag(exported_at) over (partition by source_relation order by exported_at) as previous_export_at,
        lead(exported_at) over (partition by source_relation order by exported_at) as next_export_at,
        count(*) over (partition by source_relation) as n_exports
    from moments

),

copies as (

    select
        every_row.*,
        exports.exported_at,
        exports.previous_export_at,
        exports.next_export_at,
        row_number() over (
            partition by every_row.source_relation, every_row.deal_id, exports.exported_at
            order by every_row._file_id, every_row._row_number
        ) as copy_number
    from every_row
    inner join exports
        on
            every_row.source_relation = exports.source_relation
            and every_row._snapshot_at = exports.exported_at
    where exports.n_exports > 1

),

with_status as (

    select
        copies.*,
        stages.stage_order,
        coalesce(
            case when copies.status in ('open', 'won', 'lost') then copies.status end,
            stages.category,
            'open'
        ) as status_then
    from copies
    left join {{ ref('int_stages__categorised') }} as stages
        on
            copies.source_relation = stages.source_relation
            and copies.stage = stages.stage
            and copies.pipeline is not distinct from stages.pipeline
    where copies.copy_number = 1

)

select
    {{ audit_id('deal_id', 'with_status') }} as deal_id,
    exported_at,
    lag(exported_at) over (partition by source_relation, deal_id order by exported_at) as seen_before_at,
    lead(exported_at) over (partition by source_relation, deal_id order by exported_at) as seen_next_at,
    previous_export_at,
    next_export_at,
    pipeline,
    stage,
    stage_order,
    status_then as status,
    {{ audit_user_id('with_status') }} as user_id,
    amount,
    currency,
    created_at,
    case when status_then <> 'open' then closed_at end as closed_at,
    case
        when status_then = 'open' then coalesce(expected_close_at, closed_at)
        else expected_close_at
    end as expected_close_at,
    coalesce(company_key, contact_key) as company_key,
    source_relation,
    _file_id,
    _row_number
from with_status
