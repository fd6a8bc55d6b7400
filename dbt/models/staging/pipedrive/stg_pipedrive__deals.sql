with cells as (

    {{ read_cells(source('pipedrive', 'deals'), [
        'deal_id', 'deal_name', 'stage', 'pipeline', 'status', 'amount', 'currency', 'user_id', 'created_at',
        'created_at_utc', 'won_at', 'won_at_utc', 'lost_at', 'lost_at_utc', 'closed_at', 'closed_at_utc',
        'expected_close_at', 'updated_at', 'updated_at_utc', 'loss_reason', 'source_channel', 'product',
        'company_id', 'company_name', 'contact_id', 'contact_name', 'phone', 'email', 'is_deleted'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_utc_timestamp('created_at_utc') }} as typed_created_at_utc,
        {{ parse_timestamp('won_at') }} as typed_won_at,
        {{ parse_utc_timestamp('won_at_utc') }} as typed_won_at_utc,
        {{ parse_timestamp('lost_at') }} as typed_lost_at,
        {{ parse_utc_timestamp('lost_at_utc') }} as typed_lost_at_utc,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_utc_timestamp('closed_at_utc') }} as typed_closed_at_utc,
        {{ parse_timestamp('expected_close_at') }} as typed_expected_close_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_utc_timestamp('updated_at_utc') }} as typed_updated_at_utc,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted,
        {{ phone_key('phone') }} as phone_key,
        {{ email_key('email') }} as email_key,
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
    {{ in_range('coalesce(typed_created_at, typed_created_at_utc)') }} as created_at,
    {{ in_range(
        'coalesce(typed_won_at, typed_won_at_utc, typed_lost_at, typed_lost_at_utc, typed_closed_at, typed_closed_at_utc)'
    ) }} as closed_at,
    {{ in_range('typed_expected_close_at') }} as expected_close_at,
    {{ in_range('coalesce(typed_updated_at, typed_updated_at_utc)') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ clean_text('product') }} as product,
    coalesce(typed_is_deleted, false)
    or coalesce({{ is_one_of('status', ['deleted', 'удалена', 'удалено']) }}, false) as is_deleted,
    case
        when {{ is_one_of('status', ['won', 'выиграна', 'выиграно', 'успешно']) }} then 'won'
        when {{ is_one_of('status', ['lost', 'проиграна', 'проиграно', 'потеряна']) }} then 'lost'
        when {{ is_one_of('status', ['open', 'открыта', 'открыто']) }} then 'open'
    end as status,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'expected_close_at'
    ]) }} as n_fields_required,
    {{ n_fields_filled([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'expected_close_at'
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
        'amount', 'created_at', 'created_at_utc', 'won_at', 'won_at_utc', 'lost_at', 'lost_at_utc', 'closed_at',
        'closed_at_utc', 'expected_close_at', 'updated_at', 'updated_at_utc', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns([
        'created_at', 'created_at_utc', 'won_at', 'won_at_utc', 'lost_at', 'lost_at_utc', 'closed_at',
        'closed_at_utc', 'expected_close_at', 'updated_at', 'updated_at_utc'
    ]) }} as out_of_range_columns,
    {{ has_unreadable(['amount']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
