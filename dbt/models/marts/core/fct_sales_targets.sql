{{ config(materialized='view') }}

select
    targets.period_start,
    targets.period_grain,
    targets.user_id,
    targets.team_id,
    targets.metric,
    cast(targets.amount as decimal(18, 2)) as amount,
    targets.source_relation,
    targets._file_id,
    targets._row_number
from {{ ref('int_sales_targets__unified') }} as targets
