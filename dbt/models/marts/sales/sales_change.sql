-- Why the sales of a month differ between the periods: other numbers of orders (volume), another share of the segments
-- (mix), another average order within them (price), other returns. The four add up to the change. A segment that had no
-- orders before is mix and not price. Nothing when a period has no orders.
with months as (

    select
        count(distinct case when period = 'before' then {{ audit_month('sold_at') }} end) as n_before,
        count(distinct case when period = 'after' then {{ audit_month('sold_at') }} end) as n_after
    from {{ ref('sales_in_periods') }}

),

segments as (

    select
        sales.dimension,
        sales.segment,
        {%- for period in ['before', 'after'] %}
        {%- for column, is_return, amount in [
            ('orders', 'not sales.is_return', '1'),
            ('amount', 'not sales.is_return', 'sales.amount'),
            ('returns', 'sales.is_return', 'sales.amount'),
        ] %}
        cast(
            sum(case when sales.period = '{{ period }}' and {{ is_return }} then {{ amount }} else 0 end)
            as {{ double_type() }}
        ) / max(months.n_{{ period }}) as {{ column }}_{{ period }},
        {%- endfor %}
        {%- endfor %}
        count(*) as n_sales
    from {{ ref('sales_in_periods') }} as sales
    cross join months
    where
        months.n_before > 0
        and months.n_after > 0
    group by sales.dimension, sales.segment

),

priced as (

    select
        *,
        coalesce(amount_before / nullif(orders_before, 0), amount_after / nullif(orders_after, 0), 0) as price_before,
        sum(orders_before) over () as all_orders_before,
        sum(orders_after) over () as all_orders_after,
        sum(amount_before) over () as all_amount_before
    from segments

),

parts as (

    select
        dimension,
        count(*) as n_segments,
        max(all_orders_before) as orders_before,
        max(all_orders_after) as orders_after,
        sum(amount_before + returns_before) as sales_before,
        max((all_orders_after - all_orders_before) * all_amount_before / all_orders_before) as volume,
        sum(orders_after * price_before)
        - max(all_orders_after * all_amount_before / all_orders_before) as mix,
        sum(amount_after - orders_after * price_before) as price,
        sum(returns_after - returns_before) as returned,
        sum(amount_after + returns_after) as sales_after
    from priced
    where
        all_orders_before > 0
        and all_orders_after > 0
    group by dimension

)

-- The order of a sum of floats is the engine's own: rounded, it is the same each time.
select
    dimension,
    {%- for column in [
        'orders_before', 'orders_after', 'sales_before', 'volume', 'mix', 'price', 'returned', 'sales_after'
    ] %}
    cast(round(cast({{ column }} as decimal(28, 8)), 4) as {{ double_type() }}) as {{ column }},
    {%- endfor %}
    cast(n_segments as integer) as n_segments
from parts
