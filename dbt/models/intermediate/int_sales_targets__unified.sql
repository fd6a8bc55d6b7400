{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('sales_target', audit_staging_models('sales_target'), superseded=false) | indent(4) }}

)

select
    period_start,
    {{ period_grain('period_grain') }} as period_grain,
    {{ audit_user_id('every_row') }} as user_id,
    coalesce(team_name, team_id) as team_id,
    {{ target_metric('metric') }} as metric,
    amount,
    source_relation,
    _snapshot_at,
    _file_id,
    _row_number
from every_row
where period_start is not null
