with cells as (

    {{ read_cells(source('bitrix24', 'stage_history'), [
        'deal_id', 'pipeline', 'stage', 'stage_semantic', 'entered_at', 'user_id'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_timestamp('entered_at') }} as typed_entered_at
    from cells

)

select
    {{ clean_text('deal_id') }} as deal_id,
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('stage') }} as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ person_key('user_id') }} as user_id,
    case
        when upper(stage_semantic) = 'S' then 'won'
        when upper(stage_semantic) = 'F' then 'lost'
        when upper(stage_semantic) = 'P' then 'open'
    end as category,
    {{ author_type('user_id') }} <> 'human' as is_automatic,
    {{ unreadable_columns(['entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
