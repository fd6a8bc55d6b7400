with product_list as (

    select distinct product
    from {{ ref('int_products__unified') }}

),

product_lists as (

    select count(*) as n_products
    from product_list

),

found as (

    select
        'deal' as entity,
        source_relation,
        _file_id,
        _row_number,
        'closed_at' as column_name,
        case when days_open < 0 then 'negative_duration' else 'zero_duration' end as issue
    from {{ ref('fct_deals') }}
    where has_cycle_defect
    union all
    select
        'deal' as entity,
        source_relation,
        _file_id,
        _row_number,
        'closed_at' as column_name,
        'missing' as issue
    from {{ ref('fct_deals') }}
    where
        not is_open
        and closed_at is null
    union all
    select
        'deal' as entity,
        source_relation,
        _file_id,
        _row_number,
        'amount' as column_name,
        'negative_amount' as issue
    from {{ ref('fct_deals') }}
    where amount < 0
    union all
    {%- for entity, fact in [
        ('deal', 'fct_deals'), ('sales_order', 'fct_sales_orders'), ('lead', 'fct_leads'), ('ticket', 'fct_tickets'),
    ] %}
    select
        '{{ entity }}' as entity,
        source_relation,
        _file_id,
        _row_number,
        cast(null as varchar) as column_name,
        'same_in_other_source' as issue
    from {{ ref(fact) }}
    where is_in_other_source
    union all
    {%- endfor %}
    -- The history says what a deal was like on the day of an export; the export says otherwise.
    select
        'deal' as entity,
        source_relation,
        _file_id,
        _row_number,
        case property_name when 'owner' then 'user_id' when 'close_date' then 'expected_close_at' else property_name end
            as column_name,
        'history_differs' as issue
    from {{ ref('int_deal_history__compared') }}
    where not agrees
    union all
    select
        'deal_stage_history' as entity,
        source_relation,
        _file_id,
        _row_number,
        'owner' as column_name,
        'owner_not_in_list' as issue
    from {{ ref('int_deal_property_changes') }}
    where not is_usable
    union all
    select
        'deal' as entity,
        deals.source_relation,
        deals._file_id,
        deals._row_number,
        'product' as column_name,
        'unmatched_product' as issue
    from {{ ref('fct_deals') }} as deals
    cross join product_lists
    left join product_list
        on deals.product = product_list.product
    where
        deals.product is not null
        and product_list.product is null
        and product_lists.n_products > 0
    union all
    select
        'lead' as entity,
        source_relation,
        _file_id,
        _row_number,
        'created_at' as column_name,
        'won_before_lead' as issue
    from {{ ref('fct_leads') }}
    where days_to_won < 0
    union all
    select
        'ticket' as entity,
        source_relation,
        _file_id,
        _row_number,
        'first_response_at' as column_name,
        'negative_duration' as issue
    from {{ ref('fct_tickets') }}
    where has_time_defect
    union all
    select
        'sales_order' as entity,
        source_relation,
        _file_id,
        _row_number,
        'currency' as column_name,
        'other_currency' as issue
    from {{ ref('fct_sales_orders') }}
    where is_foreign_currency
    union all
    select
        'survey_response' as entity,
        source_relation,
        _file_id,
        _row_number,
        'value' as column_name,
        'out_of_range' as issue
    from {{ ref('fct_survey_responses') }}
    where is_out_of_scale
    union all
    select
        'review' as entity,
        source_relation,
        _file_id,
        _row_number,
        'rating' as column_name,
        'out_of_range' as issue
    from {{ ref('fct_reviews') }}
    where
        rating < 0
        or rating > rating_max

),

tables_of_entities as (
    {%- for entity in ['deal', 'deal_stage_history', 'lead', 'ticket', 'sales_order', 'survey_response', 'review'] %}
    {%- set is_last_entity = loop.last %}
    {%- for staging_model in audit_feeding_models(entity) %}
    select
        '{{ entity }}' as entity,
        {{ audit_origin(staging_model) }}
    {{ 'union all' if not (is_last_entity and loop.last) }}
    {%- endfor %}
    {%- endfor %}

),

origins as (

    select
        tables_of_entities.entity,
        files.file_id,
        min(files.system) as system,
        min(files.table_name) as table_name
    from {{ source('settings', 'files') }} as files
    inner join tables_of_entities
        on
            files.system = tables_of_entities._system
            and files.table_name = tables_of_entities._table_name
    group by tables_of_entities.entity, files.file_id

)

select
    found.source_relation,
    origins.system,
    origins.table_name,
    found.entity,
    found._file_id as file_id,
    found._row_number as row_number,
    found.column_name,
    found.issue,
    'value' as severity
from found
left join origins
    on
        found.entity = origins.entity
        and found._file_id = origins.file_id
union all
select
    source_relation,
    _system as system,
    _table_name as table_name,
    entity,
    _file_id as file_id,
    _row_number as row_number,
    {{ audit_each('unreadable_columns') }} as column_name,
    'unreadable' as issue,
    case when is_row_refused then 'row' else 'value' end as severity
from {{ ref('int_unreadable_values__unified') }}
union all
select
    source_relation,
    _system as system,
    _table_name as table_name,
    entity,
    _file_id as file_id,
    _row_number as row_number,
    {{ audit_each('out_of_range_columns') }} as column_name,
    'out_of_range' as issue,
    'value' as severity
from {{ ref('int_unreadable_values__unified') }}
union all
select
    source_relation,
    system,
    table_name,
    'user' as entity,
    _file_id as file_id,
    _row_number as row_number,
    'user_id' as column_name,
    'ambiguous_person' as issue,
    'value' as severity
from {{ ref('int_people__matched') }}
where is_ambiguous
union all
select
    source_relation,
    system,
    table_name,
    entity,
    _file_id as file_id,
    _row_number as row_number,
    cast(null as varchar) as column_name,
    reason as issue,
    'row' as severity
from {{ ref('int_superseded_rows') }}
where reason in ('duplicate', 'conflict')
