with cells as (

    {{ read_cells(source('salesforce', 'opportunities'), [
        'deal_id', 'deal_name', 'stage', 'pipeline', 'is_won', 'is_closed', 'amount', 'currency', 'user_id',
        'team_name', 'created_at', 'created_at_utc', 'closed_at', 'updated_at', 'updated_at_utc',
        'last_activity_at', 'source_channel', 'loss_reason', 'company_id', 'company_name', 'contact_id',
        'is_deleted'
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
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_timestamp('last_activity_at') }} as typed_last_activity_at,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ salesforce_id('deal_id') }} as deal_id,
    {{ has_value('deal_name') }} as deal_name_present,
    {{ is_test_name('deal_name') }} as is_test,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('stage') }} as stage,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ salesforce_user('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range('typed_closed_at') }} as closed_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('loss_reason') }} as loss_reason,
    typed_is_deleted as is_deleted,
    case
        when typed_is_won then 'won'
        when typed_is_closed then 'lost'
        when not typed_is_closed then 'open'
    end as status,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_id', 'deal_name'
    ]) }} as n_fields_required,
    {{ n_fields_filled(['user_id', 'amount', 'source_channel', 'company_id', 'deal_name']) }} as n_fields_filled,
    coalesce({{ salesforce_key('company', 'company_id') }}, name_key) as company_key,
    {{ salesforce_key('contact', 'contact_id') }} as contact_key,
    name_key,
    {{ unreadable_columns([
        'is_won', 'is_closed', 'amount', 'created_at', 'created_at_utc', 'closed_at', 'updated_at',
        'updated_at_utc', 'last_activity_at', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'closed_at', 'updated_at', 'updated_at_utc', 'last_activity_at'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['closed_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
