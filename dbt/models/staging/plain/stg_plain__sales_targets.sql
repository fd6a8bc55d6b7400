with cells as (

    {{ read_cells(source('plain', 'sales_targets'), [
        'period_start', 'period_grain', 'user_id', 'team_name', 'metric', 'amount'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ parse_period('period_start') }} as typed_period_start,
        {{ parse_amount('amount') }} as typed_amount
    from cells

)

select
    {{ in_range('typed_period_start') }} as period_start,
    coalesce(lower({{ clean_text('period_grain') }}), 'month') as period_grain,
    {{ person_key('user_id') }} as user_id,
    {{ clean_text('team_name') }} as team_name,
    {{ clean_text('metric') }} as metric,
    typed_amount as amount,
    {{ unreadable_columns(['period_start', 'amount']) }} as unreadable_columns,
    {{ out_of_range_columns(['period_start']) }} as out_of_range_columns,
    {{ has_unreadable(['period_start', 'amount']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
