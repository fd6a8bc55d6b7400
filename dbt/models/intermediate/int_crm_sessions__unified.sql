{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('crm_session', audit_staging_models('crm_session'), superseded=false) | indent(4) }}

)

select
    {{ audit_user_id('every_row') }} as user_id,
    started_at,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    user_id is not null
    and started_at is not null
