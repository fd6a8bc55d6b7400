with cells as (

    {{ read_cells(source('hubspot', 'deals'), ['deal_id', 'pipeline']) }}

),

entries as (

    {{ unnest_entered_stages('cells') }}

),

typed as (

    select
        *,
        case
            when is_utc then {{ parse_utc_timestamp('entered_at') }}
            else {{ parse_timestamp('entered_at') }}
        end as typed_entered_at
    from entries

)

select
    {{ clean_text('deal_id') }} as deal_id,
    coalesce(entered_pipeline, {{ clean_text('pipeline') }}) as pipeline,
    entered_stage as stage,
    {{ in_range('typed_entered_at') }} as entered_at,
    {{ unreadable_columns(['entered_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['entered_at']) }} as out_of_range_columns,
    {{ has_unreadable(['entered_at']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
