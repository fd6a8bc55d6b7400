with cells as (

    {{ read_cells(source('zoho', 'deals'), [
        'deal_id', 'deal_name', 'stage', 'pipeline', 'amount', 'currency', 'expected_revenue', 'probability',
        'closed_at', 'user_id', 'created_at', 'updated_at', 'last_activity_at', 'source_channel', 'loss_reason',
        'company_id', 'company_name', 'contact_id', 'contact_name'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_amount('expected_revenue') }} as typed_expected_revenue,
        {{ parse_number('probability') }} as typed_probability,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('last_activity_at') }} as typed_last_activity_at,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    coalesce({{ clean_text('deal_id') }}, {{ pseudonym('deal_name') }}) as deal_id,
    {{ has_value('deal_name') }} as deal_name_present,
    {{ is_test_name('deal_name') }} as is_test,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('stage') }} as stage,
    typed_amount as amount,
    {{ currency_code('currency') }} as currency,
    {{ person_key('user_id') }} as user_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_closed_at') }} as closed_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'deal_name'
    ]) }} as n_fields_required,
    {{ n_fields_filled([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'deal_name'
    ]) }} as n_fields_filled,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(
        {{ source_key('contact', 'contact_id') }},
        {{ contact_name_key('contact_name') }}
    ) as contact_key,
    name_key,
    {{ unreadable_columns([
        'amount', 'expected_revenue', 'probability', 'closed_at', 'created_at', 'updated_at', 'last_activity_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'closed_at', 'created_at', 'updated_at', 'last_activity_at'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['closed_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
