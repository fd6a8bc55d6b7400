with cells as (

    {{ read_cells(source('amocrm', 'deals'), [
        'deal_id', 'deal_name', 'pipeline', 'stage', 'amount', 'currency', 'user_id', 'team_name', 'created_at',
        'closed_at', 'updated_at', 'loss_reason', 'order_key', 'source_channel', 'next_task_at', 'product',
        'company_name',
        'contact_name', 'phone', 'email', 'tags', 'comment'
    ], pseudonyms=true, nothing={
        'closed_at': ['не закрыта', 'not closed'], 'next_task_at': ['нет', 'нет задач', 'no', 'no tasks']
    }) }}

),

typed as (

    select
        *,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('next_task_at') }} as typed_next_task_at,
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
    {{ in_range('typed_closed_at') }} as closed_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ clean_text('order_key') }} as order_key,
    {{ clean_text('source_channel') }} as source_channel,
    {{ clean_text('product') }} as product,
    {{ clean_text('tags') }} as tags,
    {{ has_value('comment') }} as comment_present,
    {{ n_fields_required([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'deal_name'
    ]) }} as n_fields_required,
    {{ n_fields_filled([
        'user_id', 'amount', 'source_channel', 'company_name', 'contact_name', 'deal_name'
    ]) }} as n_fields_filled,
    name_key as company_key,
    coalesce(phone_key, email_key, {{ contact_name_key('contact_name') }}) as contact_key,
    phone_key,
    email_key,
    name_key,
    {{ unreadable_columns([
        'amount', 'created_at', 'closed_at', 'updated_at', 'next_task_at'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'closed_at', 'updated_at', 'next_task_at']) }} as out_of_range_columns,
    {{ has_unreadable(['amount', 'created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
