with cells as (

    {{ read_cells(source('hubspot', 'deals'), [
        'deal_id', 'deal_name', 'pipeline', 'stage', 'is_won', 'is_closed', 'amount', 'currency', 'user_id',
        'team_name', 'created_at', 'created_at_utc', 'closed_at', 'closed_at_utc', 'updated_at',
        'updated_at_utc', 'first_contact_at', 'first_contact_at_utc', 'last_activity_at',
        'last_activity_at_utc', 'source_channel', 'loss_reason', 'order_key', 'company_id', 'company_name', 'contact_id',
        'contact_name', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_won') }} as typed_is_won,
        {{ parse_boolean('is_closed') }} as typed_is_closed,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_utc_timestamp('closed_at_utc') }} as typed_closed_at_utc,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_timestamp('first_contact_at') }} as typed_first_contact_at,
        {{ parse_utc_timestamp('first_contact_at_utc') }} as typed_first_contact_at_utc,
        {{ parse_timestamp('last_activity_at') }} as typed_last_activity_at,
        {{ parse_utc_timestamp('last_activity_at_utc') }} as typed_last_activity_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    {{ has_value('deal_name') }} as deal_name_present,
    {{ is_test_name('deal_name') }} as is_test,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('stage') }} as stage,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('coalesce(typed_closed_at, typed_closed_at_utc)') }} as closed_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    {{ in_range('coalesce(typed_first_contact_at, typed_first_contact_at_utc)') }} as first_contact_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ clean_text('order_key') }} as order_key,
    typed_is_deleted as is_deleted,
    case
        when typed_is_won then 'won'
        when typed_is_closed and not typed_is_won then 'lost'
        when not typed_is_closed then 'open'
    end as status,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'deal_name'
    ]) }} as n_fields_required,
    {{ n_fields_filled([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'deal_name'
    ]) }} as n_fields_filled,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce({{ source_key('contact', 'contact_id') }}, {{ contact_name_key('contact_name') }}) as contact_key,
    name_key,
    {{ unreadable_columns([
        'is_won', 'is_closed', 'amount', 'created_at', 'created_at_utc', 'closed_at', 'closed_at_utc',
        'updated_at', 'updated_at_utc', 'first_contact_at', 'first_contact_at_utc', 'last_activity_at',
        'last_activity_at_utc', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'closed_at', 'closed_at_utc', 'updated_at', 'updated_at_utc',
        'first_contact_at', 'first_contact_at_utc', 'last_activity_at', 'last_activity_at_utc'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['created_at', 'created_at_utc']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
