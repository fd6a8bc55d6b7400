with cells as (

    {{ read_cells(source('pipedrive', 'deal_flow'), [
        'deal_id', 'field_key', 'stage', 'old_value', 'entered_at', 'user_id', 'change_source'
    ], pseudonyms=true) }}

),

named as (

    select
        *,
        {{ deal_property('field_key') }} as property_name
    from cells

),

typed as (

    select
        *,
        {{ property_value('property_name', 'stage') }} as typed_stage,
        {{ property_value('property_name', 'old_value') }} as typed_old_value,
        {{ parse_utc_timestamp('entered_at') }} as typed_entered_at
    from named

)

select
    {{ clean_text('deal_id') }} as deal_id,
    case when property_name = 'stage' then {{ clean_text('stage') }} end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ person_key('user_id') }} as user_id,
    coalesce({{ fold('change_source') }} in ('automation', 'workflow_automation'), false) as is_automatic,
    property_name as properties,
    case when property_name = 'owner' then {{ person_key('typed_stage') }} end as owner_key,
    case when property_name = 'owner' then {{ person_key('typed_old_value') }} end as previous_owner_key,
    {{ property_amount('property_name', 'typed_stage') }} as amount,
    {{ property_amount('property_name', 'typed_old_value') }} as previous_amount,
    {{ property_date('property_name', 'typed_stage') }} as expected_close_at,
    {{ property_date('property_name', 'typed_old_value') }} as previous_expected_close_at,
    {{ unreadable_columns(['stage', 'old_value', 'entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
