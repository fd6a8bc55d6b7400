{{ config(materialized='view') }}

-- Every row of an export that became a record or should have, with whether a value of it could not be read and whether
-- it repeats another row's number: what record_issues says, counted once for each row.
with rows_of_entities as (
    {%- for entity, model in [
        ('deals', 'fct_deals'), ('leads', 'fct_leads'), ('activities', 'fct_activities'), ('tickets', 'fct_tickets'),
        ('sales_orders', 'fct_sales_orders'),
    ] %}

    select
        '{{ entity }}' as entity,
        team_id,
        source_relation,
        _file_id,
        _row_number,
        0 as is_unreadable,
        0 as is_repeated
    from {{ ref(model) }}
    union all
    {%- endfor %}

    select
        case entity when 'activity' then 'activities' else entity || 's' end as entity,
        cast(null as varchar) as team_id,
        source_relation,
        file_id as _file_id,
        row_number as _row_number,
        case when issue in ('unreadable', 'out_of_range') then 1 else 0 end as is_unreadable,
        case when issue in ('duplicate', 'conflict') then 1 else 0 end as is_repeated
    from {{ ref('record_issues') }}
    where
        entity in ('deal', 'lead', 'activity', 'ticket', 'sales_order')
        and issue in ('unreadable', 'out_of_range', 'duplicate', 'conflict')

)

select
    entity,
    max(team_id) as team_id,
    source_relation,
    _file_id,
    _row_number,
    max(is_unreadable) = 1 as is_unreadable,
    max(is_repeated) = 1 as is_repeated
from rows_of_entities
group by entity, source_relation, _file_id, _row_number
