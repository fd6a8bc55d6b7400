{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('employment_period', audit_staging_models('employment_period'), superseded=false) | indent(4) }}

)

select
    {{ audit_user_id('every_row') }} as user_id,
    team_name,
    valid_from as started_on,
    valid_to as ended_on,
    coalesce(fte, 1) as position_share,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    user_id is not null
    and valid_from is not null
