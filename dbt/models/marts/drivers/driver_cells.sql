{%- set outcomes = {'won': 'is_won', 'fast': 'is_fast'} %}
{%- for outcome, column in outcomes.items() %}
{%- for attribute in deal_driver_attributes() %}
select
    '{{ outcome }}' as outcome,
    '{{ attribute }}' as attribute,
    {{ attribute }} as attribute_value,
    cast(count(*) as bigint) as n,
    cast(sum(case when {{ column }} then 1 else 0 end) as bigint) as n_success
from {{ ref('deal_attributes') }}
where
    {{ column }} is not null
    and {{ attribute }} is not null
group by {{ attribute }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{{ 'union all' if not loop.last }}
{%- endfor %}
