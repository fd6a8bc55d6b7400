with cells as (

    {{ read_cells(source('pipedrive', 'leads'), [
        'lead_id', 'lead_name', 'user_id', 'created_at', 'updated_at', 'source_channel', 'status', 'amount',
        'company_name', 'contact_name'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('created_at') }} as typed_created_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_amount('amount') }} as typed_amount,
        {{ name_key('company_name') }} as name_key
    from cells

)

select
    {{ clean_text('lead_id') }} as lead_id,
    {{ is_test_name('lead_name') }} as is_test,
    {{ clean_text('status') }} as status,
    {{ person_key('user_id') }} as user_id,
    {{ in_range('typed_created_at') }} as created_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    {{ clean_text('source_channel') }} as source_channel,
    {{ fold('status') }} in ('спам', 'spam', 'junk', 'junk lead', 'мусор') as is_spam,
    {{ fold('status') }} like '%дубл%' or {{ fold('status') }} like '%duplicate%' as is_duplicate,
    name_key as company_key,
    {{ contact_name_key('contact_name') }} as contact_key,
    name_key,
    {{ unreadable_columns(['created_at', 'updated_at', 'amount']) }} as unreadable_columns,
    {{ out_of_range_columns(['created_at', 'updated_at']) }} as out_of_range_columns,
    {{ has_unreadable(['created_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
