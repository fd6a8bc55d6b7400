-- How large an order is, and how much hangs on the largest: mean, median, the mean without the smallest and the largest
-- hundredth, and the sales of a month with and without the largest hundredth of the orders (at least one of them).
with ranked as (

    select
        period,
        sold_at,
        amount,
        row_number() over (partition by period order by amount, sale_id) as place,
        count(*) over (partition by period) as n_orders
    from {{ ref('sales_in_periods') }}
    where not is_return

),

months as (

    select
        period,
        count(distinct {{ audit_month('sold_at') }}) as n_months
    from {{ ref('sales_in_periods') }}
    group by period

)

select
    ranked.period,
    cast(max(ranked.n_orders) as integer) as n_orders,
    cast(sum(ranked.amount) as {{ double_type() }}) / max(ranked.n_orders) as mean_amount,
    cast({{ audit_quantile('ranked.amount', 0.5) }} as {{ double_type() }}) as median_amount,
    cast(
        sum(
            case
                when
                    ranked.place > floor(0.01 * ranked.n_orders)
                    and ranked.place <= ranked.n_orders - floor(0.01 * ranked.n_orders)
                    then ranked.amount
            end
        ) as {{ double_type() }}
    ) / max(ranked.n_orders - 2 * floor(0.01 * ranked.n_orders)) as trimmed_mean_amount,
    cast(sum(ranked.amount) as {{ double_type() }}) / max(months.n_months) as amount_per_month,
    cast(
        sum(case when ranked.place <= ranked.n_orders - ceil(0.01 * ranked.n_orders) then ranked.amount else 0 end)
        as {{ double_type() }}
    ) / max(months.n_months) as amount_per_month_without_largest,
    cast(max(ceil(0.01 * ranked.n_orders)) as integer) as n_largest,
    cast(
        sum(case when ranked.place > ranked.n_orders - ceil(0.01 * ranked.n_orders) then ranked.amount else 0 end)
        as {{ double_type() }}
    ) / nullif(cast(sum(ranked.amount) as {{ double_type() }}), 0) as largest_share
from ranked
inner join months
    on ranked.period = months.period
group by ranked.period
