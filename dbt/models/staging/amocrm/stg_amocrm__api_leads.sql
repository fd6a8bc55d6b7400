with cells as (

    {{ read_cells(source('amocrm', 'api_leads'), [
        'deal_id', 'deal_name', 'amount', 'user_id', 'team_id', 'stage', 'pipeline', 'loss_reason', 'created_at',
        'updated_at', 'closed_at', 'next_task_at', 'is_deleted', 'company_id', 'contact_id'
    ], pseudonyms=true, nothing={'closed_at': ['0'], 'next_task_at': ['0'], 'loss_reason': ['0']}) }}

),

typed as (

    select
        *,
        {{ parse_amount('amount') }} as typed_amount,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('closed_at') }} as typed_closed_at,
        {{ parse_timestamp('next_task_at') }} as typed_next_task_at,
        {{ parse_boolean('is_deleted') }} as typed_is_deleted
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    {{ has_value('deal_name') }} as deal_name_present,
    {{ is_test_name('deal_name') }} as is_test,
    typed_amount as amount,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_id') }} as team_id,
    {{ clean_text('stage') }} as stage,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('loss_reason') }} as loss_reason,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ in_range('typed_closed_at') }} as closed_at,
    typed_is_deleted as is_deleted,
    case stage when '142' then 'won' when '143' then 'lost' else 'open' end as status,
    {{ n_fields_required(['user_id', 'amount', 'deal_name']) }} as n_fields_required,
    {{ n_fields_filled(['user_id', 'amount', 'deal_name']) }} as n_fields_filled,
    {{ linked_key('company', 'company_id') }} as company_key,
    {{ linked_key('contact', 'contact_id') }} as contact_key,
    {{ unreadable_columns([
        'amount', 'created_at', 'updated_at', 'closed_at', 'next_task_at', 'is_deleted'
    ]) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at', 'closed_at', 'next_task_at']) }} as out_of_range_columns,
    {{ has_unreadable(['amount', 'created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
