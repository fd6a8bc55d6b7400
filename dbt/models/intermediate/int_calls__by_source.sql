{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('activity', audit_staging_models('activity')) | indent(4) }}

)

select
    {{ audit_id('activity_id', 'every_row') }} as activity_id,
    {{ audit_user_id('every_row') }} as user_id,
    {{ audit_is_person('every_row') }} as is_person,
    phone_key,
    direction,
    is_missed,
    duration_seconds,
    occurred_at,
    deal_id is not null or lead_id is not null as has_record,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    type = 'call'
    and occurred_at is not null
    and is_deleted is not true
