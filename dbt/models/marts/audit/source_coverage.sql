-- Which source each month stands on, and each window of the comparison.
{%- set moments = {
    'deals': ('fct_deals', 'created_at', 'is_kpi_eligible'),
    'leads': ('fct_leads', 'created_at', 'not is_in_other_source'),
    'deal_stage_history': ('fct_deal_stage_history', 'entered_at', 'true'),
    'activities': ('int_activities__unified', 'occurred_at', 'true'),
    'tickets': ('fct_tickets', 'created_at', 'not is_in_other_source'),
    'sales_orders': ('fct_sales_orders', 'ordered_at', 'not is_in_other_source'),
    'survey_responses': ('fct_survey_responses', 'answered_at', 'true'),
    'crm_sessions': ('fct_crm_sessions', 'started_at', 'true'),
} %}
with months as (
    {%- for entity, (model, moment, condition) in moments.items() %}

    select
        '{{ entity }}' as entity,
        source_relation,
        {{ audit_month(moment) }} as month,
        count(*) as n_rows,
        min({{ moment }}) as first_at,
        max({{ moment }}) as last_at
    from {{ ref(model) }}
    where
        {{ moment }} is not null
        and {{ condition }}
    group by source_relation, {{ audit_month(moment) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    months.entity,
    months.source_relation,
    months.month,
    case
        when months.month >= parameters.before_starts_on and months.month < parameters.before_ends_before then 'before'
        when months.month >= parameters.after_starts_on and months.month < parameters.after_ends_before then 'after'
    end as period,
    months.n_rows,
    cast(months.n_rows as {{ double_type() }})
    / sum(months.n_rows) over (partition by months.entity, months.month) as month_share,
    months.first_at,
    months.last_at
from months
cross join {{ ref('audit_parameters') }} as parameters
