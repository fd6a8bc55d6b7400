with cells as (

    {{ read_cells(source('custom', 'deal_stage_history'), [
        'deal_id', 'pipeline', 'stage', 'stage_order', 'category', 'entered_at', 'user_id', 'is_automatic'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_number('stage_order') }} as typed_stage_order,
        {{ parse_timestamp('entered_at') }} as typed_entered_at,
        {{ parse_boolean('is_automatic') }} as typed_is_automatic
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('stage') }} as stage,
    cast(typed_stage_order as integer) as stage_order,
    lower({{ clean_text('category') }}) as category,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ person_key('user_id') }} as user_id,
    typed_is_automatic as is_automatic,
    {{ unreadable_columns(['stage_order', 'entered_at', 'is_automatic']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
