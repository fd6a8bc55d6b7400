with cells as (

    {{ read_cells(
        source('hubspot', 'deal_stages'), ['deal_id', 'field_name', 'stage', 'entered_at', 'source'], pseudonyms=true
    ) }}

),

named as (

    select
        *,
        case when field_name is null then 'stage' else {{ deal_property('field_name') }} end as property_name
    from cells

),

typed as (

    select
        *,
        {{ property_value('property_name', 'stage') }} as typed_stage,
        {{ parse_utc_timestamp('entered_at') }} as typed_entered_at
    from named

)

select
    {{ clean_text('deal_id') }} as deal_id,
    case when property_name = 'stage' then {{ clean_text('stage') }} end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    coalesce(upper(source) in ('WORKFLOWS', 'AUTOMATION_PLATFORM', 'AI_GROUP'), false) as is_automatic,
    property_name as properties,
    case when property_name = 'owner' then {{ person_key('typed_stage') }} end as owner_key,
    {{ property_amount('property_name', 'typed_stage') }} as amount,
    {{ property_date('property_name', 'typed_stage') }} as expected_close_at,
    {{ unreadable_columns(['stage', 'entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
