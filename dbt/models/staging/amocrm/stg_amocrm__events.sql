with cells as (

    {{ read_cells(source('amocrm', 'events'), [
        'type', 'deal_id', 'entity_type', 'entered_at', 'user_id', 'value_after', 'value_before'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('entered_at') }} as typed_entered_at
    from cells

)

select
    case when entity_type in ('lead', 'leads') then {{ clean_text('deal_id') }} end as deal_id,
    {{ extract_pattern('value_after', '"lead_status".*"pipeline_id": ?"?(\\d+)', 1) }} as pipeline,
    case
        when type = 'lead_status_changed'
            then {{ extract_pattern('value_after', '"lead_status": ?\\{[^}]*"id": ?"?(\\d+)', 1) }}
    end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ person_key('user_id') }} as user_id,
    user_id = '0' as is_automatic,
    case type when 'entity_responsible_changed' then 'owner' when 'sale_field_changed' then 'amount' end as properties,
    {{ amocrm_number('value_after', 'responsible_user', 'id') }} as owner_key,
    {{ amocrm_number('value_before', 'responsible_user', 'id') }} as previous_owner_key,
    {{ safe_cast(amocrm_number('value_after', 'sale_field_value', 'sale'), 'decimal(18, 2)') }} as amount,
    {{ safe_cast(amocrm_number('value_before', 'sale_field_value', 'sale'), 'decimal(18, 2)') }} as previous_amount,
    {{ unreadable_columns(['entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
