with cells as (

    {{ read_cells(source('salesforce', 'opportunity_history'), [
        'deal_id', 'stage', 'entered_at', 'entered_at_utc', 'user_id', 'amount', 'expected_revenue', 'probability',
        'closed_at', 'updated_at', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('entered_at') }} as typed_entered_at,
        {{ parse_utc_timestamp('entered_at_utc') }} as typed_entered_at_utc,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_amount('expected_revenue') }} as typed_expected_revenue,
        {{ parse_number('probability') }} as typed_probability,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted
    from cells

)

select
    {{ salesforce_id('deal_id') }} as deal_id,
    case
        when
            {{ repeats_last(
                salesforce_id('deal_id'), 'stage', 'coalesce(typed_entered_at, typed_entered_at_utc)'
            ) }}
            then null
        else {{ clean_text('stage') }}
    end as stage,
    {{ in_range('coalesce(typed_entered_at, typed_entered_at_utc)') }} as entered_at,
    {{ salesforce_user('user_id') }} as user_id,
    'amount, close_date' as properties,
    typed_amount as amount,
    {{ in_range('typed_closed_at') }} as expected_close_at,
    {{ unreadable_columns([
        'entered_at', 'entered_at_utc', 'amount', 'expected_revenue', 'probability', 'closed_at', 'updated_at',
        'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at', 'entered_at_utc', 'closed_at', 'updated_at']) }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
