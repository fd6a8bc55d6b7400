{{ config(materialized='view') }}

-- The records that break a rule, with their line of an export. Values that cannot be read stand in record_issues.
select
    rule,
    entity,
    field,
    dimension,
    record_id,
    team_id,
    source_relation,
    _file_id as file_id,
    _row_number as row_number
from {{ ref('data_quality_results') }}
where outcome = 'failed'
