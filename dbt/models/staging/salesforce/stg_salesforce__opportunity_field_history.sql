with cells as (

    {{ read_cells(source('salesforce', 'opportunity_field_history'), [
        'deal_id', 'field_name', 'new_value', 'old_value', 'entered_at', 'user_id'
    ], pseudonyms=true) }}

),

named as (

    select
        *,
        {{ deal_property('field_name') }} as named_property
    from cells

),

typed as (

    select
        *,
        {{ property_value('named_property', 'new_value') }} as typed_new_value,
        {{ property_value('named_property', 'old_value') }} as typed_old_value,
        {{ parse_utc_timestamp('entered_at') }} as typed_entered_at
    from named

)

select
    {{ salesforce_id('deal_id') }} as deal_id,
    case when named_property = 'stage' then {{ clean_text('typed_new_value') }} end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ salesforce_user('user_id') }} as user_id,
    named_property as properties,
    case when named_property = 'owner' then {{ salesforce_user('typed_new_value') }} end as owner_key,
    case when named_property = 'owner' then {{ salesforce_user('typed_old_value') }} end as previous_owner_key,
    {{ property_amount('named_property', 'typed_new_value') }} as amount,
    {{ property_amount('named_property', 'typed_old_value') }} as previous_amount,
    {{ property_date('named_property', 'typed_new_value') }} as expected_close_at,
    {{ property_date('named_property', 'typed_old_value') }} as previous_expected_close_at,
    {{ unreadable_columns(['new_value', 'old_value', 'entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
