with cells as (

    {{ read_cells(source('salesforce', 'opportunity_versions'), [
        'entered_at', 'deal_id', 'stage', 'pipeline', 'user_id', 'amount', 'is_won', 'is_closed', 'created_at',
        'closed_at', 'updated_at', 'last_activity_at', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_utc_timestamp('entered_at') }} as typed_entered_at,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_boolean('is_won') }} as typed_is_won,
        {{ parse_boolean('is_closed') }} as typed_is_closed,
        {{ parse_utc_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_utc_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('last_activity_at') }} as typed_last_activity_at,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted
    from cells

)

select
    {{ salesforce_id('deal_id') }} as deal_id,
    {{ clean_text('pipeline') }} as pipeline,
    case
        when {{ repeats_last(salesforce_id('deal_id'), 'stage', 'typed_entered_at') }} then null
        else {{ clean_text('stage') }}
    end as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    case
        when typed_is_won then 'won'
        when typed_is_closed then 'lost'
        when not typed_is_closed then 'open'
    end as category,
    {{ salesforce_user('user_id') }} as user_id,
    'owner, amount, close_date' as properties,
    {{ salesforce_user('user_id') }} as owner_key,
    typed_amount as amount,
    {{ in_range('typed_closed_at') }} as expected_close_at,
    {{ unreadable_columns([
        'entered_at', 'amount', 'is_won', 'is_closed', 'created_at', 'closed_at', 'updated_at', 'last_activity_at',
        'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'entered_at', 'created_at', 'closed_at', 'updated_at', 'last_activity_at'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
