with reasons as (
    {%- for reason, column in [
        ('not_by_a_person', 'n_conversations_not_by_human'), ('planned_ahead', 'n_planned_ahead'),
        ('no_time_of_day', 'n_without_time_of_day'),
    ] %}
    select
        'entry_delay_hours' as kpi_or_entity,
        '{{ reason }}' as reason,
        sum({{ column }}) as n
    from {{ ref('int_activity_days__by_user') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where
    reason is not null
    and n > 0
