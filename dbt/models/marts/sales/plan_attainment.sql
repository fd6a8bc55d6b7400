with parameters as (

    select cast({{ audit_add_days('as_of', 1) }} as date) as ends_before
    from {{ ref('audit_parameters') }}

),

targets as (

    select
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

-- A plan of a team is the sum of the plans of its people: only the finest level of a period is held against sales.
finest as (

    select
        *,
        min(level) over (partition by starts_on, ends_before) as finest_level
    from targets
    where version_rank = 1

),

working_days as (

    select
        finest.starts_on,
        finest.ends_before,
        cast(count(*) as integer) as n_working_days,
        cast(sum(case when days.day < parameters.ends_before then 1 else 0 end) as integer) as n_working_days_over
    from (select distinct
        starts_on,
        ends_before
    from finest) as finest
    inner join {{ source('settings', 'working_days') }} as days
        on
            finest.starts_on <= days.day
            and finest.ends_before > days.day
            and days.is_working
    cross join parameters
    group by finest.starts_on, finest.ends_before

),

sold as (

    select
        user_id,
        team_id,
        cast(observed_at as date) as sold_on,
        sum(value) as amount
    from {{ ref('kpi_sales_volume') }}
    where is_complete
    group by user_id, team_id, cast(observed_at as date)

),

actuals as (

    select
        finest._file_id,
        finest._row_number,
        sum(sold.amount) as amount
    from finest
    cross join parameters
    inner join sold
        on
            finest.starts_on <= sold.sold_on
            and finest.ends_before > sold.sold_on
            and parameters.ends_before > sold.sold_on
            and (
                (finest.level = 1 and finest.user_id = sold.user_id)
                or (finest.level = 2 and finest.team_id = sold.team_id)
                or finest.level = 3
            )
    group by finest._file_id, finest._row_number

)

select
    finest.starts_on,
    finest.ends_before,
    case finest.level when 1 then 'user' when 2 then 'team' else 'company' end as level,
    finest.user_id,
    finest.team_id,
    cast(finest.amount as {{ double_type() }}) as planned_amount,
    cast(finest.amount as {{ double_type() }}) * working_days.n_working_days_over / working_days.n_working_days
        as planned_amount_to_date,
    cast(coalesce(actuals.amount, 0) as {{ double_type() }}) as actual_amount,
    working_days.n_working_days,
    working_days.n_working_days_over,
    finest.ends_before <= parameters.ends_before as is_over,
    finest.level = finest.finest_level as is_finest_level,
    finest._file_id,
    finest._row_number
from finest
cross join parameters
inner join working_days
    on
        finest.starts_on = working_days.starts_on
        and finest.ends_before = working_days.ends_before
left join actuals
    on
        finest._file_id = actuals._file_id
        and finest._row_number = actuals._row_number
where finest.starts_on < parameters.ends_before
