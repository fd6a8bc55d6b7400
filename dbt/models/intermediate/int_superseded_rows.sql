-- Rows that the unified models leave out: a key repeated within one file, or an older copy of it in another file.
-- A deal list with one line for each product repeats the deal: those lines are no defect.
{%- set core_columns = {
    'deal': ['user_id', 'stage', 'status', 'amount', 'created_at', 'closed_at'],
    'lead': ['user_id', 'status', 'created_at'],
    'activity': ['type', 'user_id', 'occurred_at'],
    'ticket': ['user_id', 'created_at', 'first_response_at', 'resolved_at'],
    'sales_order': ['order_date', 'amount', 'company_key'],
    'payment': ['order_id', 'paid_at', 'amount'],
    'survey_response': ['question', 'value', 'answered_at'],
    'review': ['reviewed_at', 'rating'],
} %}
{%- for entity, columns in core_columns.items() %}
{{ 'union all' if not loop.first }}
select * from (
    with every_row as (

        {{ audit_union(entity, audit_staging_models(entity), superseded=false) | indent(8) }}

    ),

    repeated_keys as (

        select
            source_relation,
            {{ audit_key(entity) }} as native_id
        from every_row
        group by source_relation, {{ audit_key(entity) }}
        having count(*) > 1

    ),

    repeated_rows as (

        select
            every_row.*,
            repeated_keys.native_id,
            {%- for column in columns %}
            coalesce(cast(every_row.{{ column }} as varchar), '') || '|'{{ ' ||' if not loop.last }}
            {%- endfor %} as core,
            {{ 'every_row.product' if entity == 'deal' else 'cast(null as varchar)' }} as line
        from every_row
        inner join repeated_keys
            on
                every_row.source_relation = repeated_keys.source_relation
                and every_row.{{ audit_key(entity) }} = repeated_keys.native_id

    ),

    within_files as (

        select
            *,
            row_number() over (
                partition by source_relation, native_id, _file_id order by _row_number
            ) as place_in_file,
            min(core) over (partition by source_relation, native_id, _file_id) as least_core,
            max(core) over (partition by source_relation, native_id, _file_id) as greatest_core,
            first_value(line) over (
                partition by source_relation, native_id, _file_id order by _row_number
            ) as first_line
        from repeated_rows

    ),

    between_files as (

        select
            *,
            row_number() over (
                partition by source_relation, native_id
                order by
                    case when place_in_file = 1 then 0 else 1 end asc,
                    case when _snapshot_at is null then 1 else 0 end asc,
                    _snapshot_at desc,
                    case when updated_at is null then 1 else 0 end asc,
                    updated_at desc,
                    _file_id asc,
                    _row_number asc
            ) as place
        from within_files

    )

    select
        '{{ entity }}' as entity,
        system,
        table_name,
        source_relation,
        native_id,
        _file_id,
        _row_number,
        case
            when place_in_file = 1 then 'older_copy'
            when least_core <> greatest_core then 'conflict'
            when coalesce(line, '') <> coalesce(first_line, '') then 'product_line'
            else 'duplicate'
        end as reason
    from between_files
    where place > 1
) as superseded_{{ entity }}
{%- endfor %}
