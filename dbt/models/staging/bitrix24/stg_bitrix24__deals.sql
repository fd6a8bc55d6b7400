with cells as (

    {{ read_cells(source('bitrix24', 'deals'), [
        'deal_id', 'deal_name', 'pipeline', 'stage', 'stage_semantic', 'is_closed', 'amount', 'currency',
        'user_id', 'team_name', 'created_at', 'started_at', 'closed_at', 'expected_close_at', 'stage_changed_at',
        'updated_at', 'source_channel', 'loss_reason', 'order_key', 'product', 'lead_id', 'company_id', 'company_name',
        'contact_id', 'contact_name', 'phone', 'email', 'comment'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_boolean('is_closed') }} as typed_is_closed,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('started_at') }} as typed_started_at,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_timestamp('expected_close_at') }} as typed_expected_close_at,
        {{ parse_timestamp('stage_changed_at') }} as typed_stage_changed_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
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
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('coalesce(typed_closed_at, typed_expected_close_at)') }} as closed_at,
    {{ in_range('typed_expected_close_at') }} as expected_close_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ clean_text('order_key') }} as order_key,
    {{ clean_text('product') }} as product,
    {{ clean_text('lead_id') }} as lead_id,
    {{ has_value('comment') }} as comment_present,
    case
        when upper(stage_semantic) = 'S' then 'won'
        when upper(stage_semantic) = 'F' then 'lost'
        when upper(stage_semantic) = 'P' then 'open'
    end as status,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'expected_close_at', 'deal_name'
    ]) }} as n_fields_required,
    {{ n_fields_filled([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'expected_close_at', 'deal_name'
    ]) }} as n_fields_filled,
    coalesce({{ source_key('company', 'company_id') }}, name_key) as company_key,
    coalesce(
        {{ source_key('contact', 'contact_id') }},
        phone_key,
        email_key,
        {{ contact_name_key('contact_name') }}
    ) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'is_closed', 'amount', 'created_at', 'started_at', 'closed_at', 'expected_close_at', 'stage_changed_at',
        'updated_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'started_at', 'closed_at', 'expected_close_at', 'stage_changed_at', 'updated_at'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['amount', 'created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
