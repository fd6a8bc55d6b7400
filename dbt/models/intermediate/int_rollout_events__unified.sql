{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('rollout_event', audit_staging_models('rollout_event'), superseded=false) | indent(4) }}

)

select
    kind,
    event_date,
    team_name,
    note,
    'settings' as source_relation,
    cast(null as varchar) as _file_id,
    cast(null as bigint) as _row_number
from {{ source('settings', 'rollout_events') }}
union all
select
    kind,
    event_date,
    team_name,
    note,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    event_date is not null
    and not exists (
        select 1
        from {{ source('settings', 'rollout_events') }} as named
        where
            named.kind = every_row.kind
            and named.event_date = every_row.event_date
            and named.team_name is not distinct from every_row.team_name
    )
