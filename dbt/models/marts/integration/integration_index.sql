{{ config(materialized='view') }}

-- The weighted mean of the levels that are known, 0 to 4; null where none is.
select
    cast(count(level) as integer) as n_assessed,
    cast(count(*) as integer) as n_flows,
    cast(sum(weight * level) / nullif(sum(case when level is not null then weight end), 0) as {{ double_type() }})
        as index_value
from {{ ref('integration_flows') }}
