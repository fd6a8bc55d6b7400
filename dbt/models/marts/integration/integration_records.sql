{{ config(materialized='view') }}

-- Every record that one flow of data should carry to the other side, and whether it is found there.
with records as (

    select
        flow,
        side,
        record_id,
        observed_at,
        amount,
        is_matched,
        reason,
        lag_days,
        cast(null as varchar) as author_type,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('integration_records__sales') }}
    union all
    select
        flow,
        side,
        record_id,
        observed_at,
        amount,
        is_matched,
        reason,
        lag_days,
        author_type,
        source_relation,
        _file_id,
        _row_number
    from {{ ref('integration_records__service') }}

)

select
    records.flow,
    records.side,
    records.record_id,
    records.observed_at,
    records.amount,
    records.is_matched,
    records.reason,
    records.lag_days,
    records.author_type,
    records.observed_at >= coalesce(parameters.after_starts_on, cast('1900-01-01' as date))
    and records.observed_at < coalesce(parameters.after_ends_before, {{ audit_add_days('parameters.as_of', 1) }})
        as is_of_period,
    records.source_relation,
    records._file_id,
    records._row_number
from records
cross join {{ ref('audit_parameters') }} as parameters
