-- Plans for an amount of sales, of several versions the valid one: the last exported before its period began.
with targets as (

    select
        period_grain as grain,
        period_start as starts_on,
        {{ audit_period_end('period_start', 'period_grain') }} as ends_before,
        case when user_id is not null then 1 when team_id is not null then 2 else 3 end as level,
        user_id,
        team_id,
        amount,
        row_number() over (
            partition by period_start, period_grain, user_id, team_id
            order by
                case when _snapshot_at is null or _snapshot_at <= period_start then 0 else 1 end,
                case when _snapshot_at <= period_start then _snapshot_at end desc nulls last,
                _snapshot_at,
                _file_id asc,
                _row_number asc
        ) as version_rank,
        _file_id,
        _row_number
    from {{ ref('int_sales_targets__unified') }}
    where
        metric = 'amount'
        and period_grain in ('month', 'quarter', 'year')
        and amount > 0

),

valid as (

    select
        *,
        min(level) over (partition by starts_on, ends_before) as finest_level
    from targets
    where version_rank = 1

)

select
    grain,
    starts_on,
    ends_before,
    case level when 1 then 'user' when 2 then 'team' else 'company' end as level,
    user_id,
    team_id,
    cast(amount as decimal(18, 2)) as planned_amount,
    -- A plan of a team is the sum of the plans of its people: only the finest level of a period is held against sales.
    level = finest_level as is_finest_level,
    _file_id,
    _row_number
from valid
