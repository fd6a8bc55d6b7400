-- What the open pipeline brings in a month at the pace of the last twelve: deals that are open × win rate × average won
-- amount ÷ mean days to a win. Nothing where one of the four is not known.
with parameters as (

    select
        cast({{ audit_add_days('as_of', 1) }} as timestamp) as ends_before,
        cast({{ audit_add_days('as_of', -364) }} as timestamp) as starts_at,
        currency
    from {{ ref('audit_parameters') }}

),

deals as (

    select
        deals.*,
        not deals.is_open and deals.closed_at >= parameters.starts_at as is_decided,
        coalesce(deals.currency, parameters.currency) = parameters.currency as is_own_currency
    from {{ ref('fct_deals') }} as deals
    cross join parameters
    where deals.is_kpi_eligible

),

counted as (

    select
        cast(sum(case when is_open then 1 else 0 end) as integer) as n_open,
        cast(sum(case when is_open and is_own_currency then amount end) as {{ double_type() }}) as open_amount,
        cast(sum(case when is_decided and is_won then 1 else 0 end) as integer) as n_won,
        cast(sum(case when is_decided and is_lost then 1 else 0 end) as integer) as n_lost,
        cast(avg(case when is_decided and is_won and is_own_currency then amount end) as {{ double_type() }})
            as average_won_amount,
        cast(avg(
            case
                when is_decided and is_won and not has_cycle_defect and not is_go_live_import
                    then cast(days_open as decimal(18, 6))
            end
        ) as {{ double_type() }}) as mean_days_to_won
    from deals

)

select
    n_open,
    open_amount,
    n_won,
    n_lost,
    case when n_lost > 0 then n_won / cast(n_won + n_lost as {{ double_type() }}) end as win_rate,
    average_won_amount,
    mean_days_to_won,
    case
        when n_lost > 0 and mean_days_to_won > 0
            then
                n_open * (n_won / cast(n_won + n_lost as {{ double_type() }})) * average_won_amount / mean_days_to_won
                * 30.4375
    end as velocity_per_month
from counted
where n_open > 0
