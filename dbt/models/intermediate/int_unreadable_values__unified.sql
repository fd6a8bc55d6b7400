{%- set entities = [
    'deal', 'lead', 'deal_stage_history', 'activity', 'ticket', 'ticket_event', 'sales_order', 'payment',
    'survey_response', 'review', 'crm_session', 'training_event', 'sales_target', 'rollout_event', 'user', 'team',
    'employment_period', 'absence', 'pipeline_stage', 'customer', 'product',
] %}
{%- for entity in entities %}
{%- set is_last_entity = loop.last %}
{%- for staging_model in audit_staging_models(entity) %}
select
    '{{ entity }}' as entity,
    {{ audit_origin(staging_model) }},
    _source_relation as source_relation,
    _file_id,
    _row_number,
    unreadable_columns,
    out_of_range_columns,
    has_unreadable_required as is_row_refused
from {{ ref(staging_model) }}
where
    has_unreadable_required
    or {{ audit_has_any('unreadable_columns') }}
    or {{ audit_has_any('out_of_range_columns') }}
{{ 'union all' if not (is_last_entity and loop.last) }}
{%- endfor %}
{%- endfor %}
