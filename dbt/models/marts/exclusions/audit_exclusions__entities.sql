with refused_rows as (

    select distinct
        entity,
        source_relation,
        _table_name,
        _file_id,
        _row_number
    from {{ ref('int_unreadable_values__unified') }}
    where is_row_refused

),

reasons as (

    select
        'deals' as kpi_or_entity,
        case
            when merged_into_id is not null then 'merged'
            when is_deleted then 'deleted'
            when is_test then 'test_record'
            when is_in_other_source then 'same_in_other_source'
        end as reason,
        1 as n
    from {{ ref('fct_deals') }}
    union all
    select
        'sales_orders' as kpi_or_entity,
        'same_in_other_source' as reason,
        1 as n
    from {{ ref('fct_sales_orders') }}
    where is_in_other_source
    union all
    select
        'activities' as kpi_or_entity,
        'same_in_other_source' as reason,
        1 as n
    from {{ ref('int_calls__overlapping') }}
    union all
    select
        entity as kpi_or_entity,
        reason,
        1 as n
    from {{ ref('int_superseded_rows') }}
    union all
    select
        entity as kpi_or_entity,
        'old_version' as reason,
        1 as n
    from {{ ref('int_old_versions') }}
    union all
    select
        entity as kpi_or_entity,
        'unreadable_required' as reason,
        1 as n
    from refused_rows

)

select
    kpi_or_entity,
    reason,
    n
from reasons
where reason is not null
