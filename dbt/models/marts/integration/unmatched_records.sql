{{ config(materialized='view') }}

-- The records of the audited period that the other side does not know, each with its line of an export.
select
    flow,
    side,
    record_id,
    observed_at,
    amount,
    reason,
    source_relation,
    _file_id as file_id,
    _row_number as row_number
from {{ ref('integration_records') }}
where
    is_of_period
    and not is_matched
