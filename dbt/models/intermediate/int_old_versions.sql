-- Rows of a connector's table of all versions that a later version of the same record replaced: left out and counted.
{%- set models = {
    'stg_salesforce__companies': 'company', 'stg_salesforce__contacts': 'contact', 'stg_salesforce__leads': 'lead',
    'stg_salesforce__tasks': 'activity', 'stg_salesforce__events': 'activity', 'stg_salesforce__cases': 'ticket',
    'stg_salesforce__users': 'user',
} %}
{%- for model, entity in models.items() %}
select
    '{{ entity }}' as entity,
    _source_relation as source_relation,
    _file_id,
    _row_number
from {{ ref(model) }}
where is_old_version
{{ 'union all' if not loop.last }}
{%- endfor %}
