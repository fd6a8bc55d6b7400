{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('activity', audit_staging_models('activity')) | indent(4) }}

)

select
    {{ audit_id('activity_id', 'every_row') }} as activity_id,
    coalesce(type, 'other') as type,
    direction,
    {{ audit_user_id('every_row') }} as user_id,
    coalesce(author_type, 'human') as author_type,
    {{ audit_id('deal_id', 'every_row') }} as deal_id,
    {{ audit_id('lead_id', 'every_row') }} as lead_id,
    company_key,
    occurred_at,
    created_at,
    completed_at,
    is_completed,
    is_completed_automatically,
    coalesce(is_routine, false) as is_routine,
    subject_kind,
    is_missed,
    answered_at,
    duration_seconds,
    source_relation,
    _file_id,
    _row_number
from every_row
where
    occurred_at is not null
    and is_deleted is not true
