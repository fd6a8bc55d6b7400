with cells as (

    {{ read_cells(source('pipedrive', 'pipelines'), [
        'pipeline', 'pipeline_name'
    ]) }}

)

select
    {{ clean_text('pipeline') }} as pipeline,
    {{ clean_text('pipeline_name') }} as pipeline_name,
    {{ no_columns() }} as unreadable_columns,
    {{ no_columns() }} as out_of_range_columns,
    false as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from cells
