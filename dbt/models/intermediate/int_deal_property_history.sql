{{ config(materialized='view') }}

-- A change lies between the export that still had the old value and the one that first had the new one.
{%- set properties = {
    'stage': 'stage', 'owner': 'user_id', 'amount': 'amount', 'close_date': 'expected_close_at'
} %}
{%- for property_name, column in properties.items() %}
{{ 'union all' if not loop.first }}
select
    deal_id,
    '{{ property_name }}' as property_name,
    cast({{ column }} as varchar) as value,
    cast(previous_value as varchar) as previous_value,
    exported_at as changed_at,
    seen_before_at as changed_after,
    seen_before_at is null as is_first_known,
    cast({{ audit_calendar_days('seen_before_at', 'exported_at') }} as integer) as precision_days,
    source_relation,
    _file_id,
    _row_number
from (
    select
        deal_id,
        {{ column }},
        lag({{ column }}) over (partition by deal_id order by exported_at) as previous_value,
        exported_at,
        seen_before_at,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('int_deal_snapshots') }}
) as {{ property_name }}_snapshots
where
    (seen_before_at is null and {{ column }} is not null)
    or (seen_before_at is not null and {{ column }} is distinct from previous_value)
{%- endfor %}
