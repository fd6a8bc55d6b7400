{{ config(materialized='view') }}

with every_row as (

    {{ audit_union('activity', audit_staging_models('activity')) | indent(4) }}

)

select
    {{ audit_id('activity_id', 'every_row') }} as activity_id,
    coalesce(every_row.type, 'other') as type,
    every_row.direction,
    {{ audit_user_id('every_row') }} as user_id,
    coalesce(every_row.author_type, 'human') as author_type,
    {{ audit_id('deal_id', 'every_row') }} as deal_id,
    {{ audit_id('lead_id', 'every_row') }} as lead_id,
    every_row.company_key,
    every_row.phone_key,
    coalesce(every_row.is_internal, false) as is_internal,
    every_row.occurred_at,
    every_row.created_at,
    every_row.completed_at,
    every_row.is_completed,
    every_row.is_completed_automatically,
    coalesce(every_row.is_routine, false) as is_routine,
    every_row.subject_kind,
    every_row.is_missed,
    every_row.answered_at,
    every_row.duration_seconds,
    every_row.source_relation,
    every_row._file_id,
    every_row._row_number
from every_row
left join {{ ref('int_calls__overlapping') }} as twins
    on {{ audit_id('activity_id', 'every_row') }} = twins.record_id
where
    every_row.occurred_at is not null
    and every_row.is_deleted is not true
    and twins.record_id is null
