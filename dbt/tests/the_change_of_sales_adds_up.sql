-- Volume, mix, price and returns lead from the sales before to those after, but for the last bits of a float.
select *
from {{ ref('sales_change') }}
where abs(sales_before + volume + mix + price + returned - sales_after) > 0.01
