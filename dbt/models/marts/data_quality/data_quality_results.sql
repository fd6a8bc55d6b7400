{{ config(materialized='view') }}

-- noqa: disable=ST03
-- Every rule of data quality on every record that it is about: passed, failed, unknown (the source does not tell), or
-- not applicable (not asked of this record). The linter does not see that the rules read what stands first.
with deals as (

    select *
    from {{ ref('quality_deals') }}

),

leads as (

    select
        *,
        count(source_channel) over (partition by source_relation) > 0 as tells_channel,
        count(user_id) over (partition by source_relation) > 0 as tells_owner
    from {{ ref('fct_leads') }}
    where
        not is_spam
        and not is_test

),

activities as (

    select
        *,
        count(user_id) over (partition by source_relation) > 0 as tells_owner,
        count(coalesce(deal_id, lead_id)) over (partition by source_relation) > 0 as tells_link,
        author_type = 'human'
        and type in ('call', 'meeting', 'email', 'chat')
        and created_at >= occurred_at
        and occurred_at <> date_trunc('day', occurred_at) as is_timed,
        {{ audit_elapsed_seconds('occurred_at', 'created_at') }} as delay_seconds
    from {{ ref('fct_activities') }}

),

tickets as (

    select
        *,
        count(customer_id) over (partition by source_relation) > 0 as tells_customer
    from {{ ref('fct_tickets') }}

),

customers as (

    select
        *,
        record_key as record_id,
        cast(null as varchar) as team_id,
        cast(null as varchar) as _file_id,
        cast(null as bigint) as _row_number
    from {{ ref('quality_customers') }}

),

readable as (

    select
        *,
        cast(null as varchar) as record_id
    from {{ ref('quality_rows') }}

)
{%- set keys = {'deals': 'deal_id', 'leads': 'lead_id', 'activities': 'activity_id', 'tickets': 'ticket_id'} %}
{%- for rule in data_quality_rules() %}
{{ 'union all' if not loop.first }}
select
    '{{ rule.rule }}' as rule,
    '{{ rule.entity }}' as entity,
    '{{ rule.field }}' as field,
    '{{ rule.dimension }}' as dimension,
    {{ keys.get(rule.relation, 'record_id') }} as record_id,
    team_id,
    case
        when not coalesce({{ rule.asked }}, false) then 'not_applicable'
        when not {{ rule.get('told', 'true') }} then 'unknown'
        when {{ rule.fails }} then 'failed'
        else 'passed'
    end as outcome,
    source_relation,
    _file_id,
    _row_number
from {{ rule.relation }}
{{ "where entity = '" ~ rule.entity ~ "'" if rule.relation == 'readable' }}
{%- endfor %}
