{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('training_event', audit_staging_models('training_event'), superseded=false) | indent(4) }}

)

select
    {{ audit_user_id('every_row') }} as user_id,
    course,
    trained_on,
    hours,
    passed,
    is_required,
    score,
    source_relation,
    _file_id,
    _row_number
from every_row
where user_id is not null
