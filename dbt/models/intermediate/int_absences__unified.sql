{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('absence', audit_staging_models('absence'), superseded=false) | indent(4) }}

)

select
    {{ audit_user_id('every_row') }} as user_id,
    absence_kind,
    valid_from as started_on,
    valid_to as ended_on,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    user_id is not null
    and valid_from is not null
