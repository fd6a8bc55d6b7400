select
    {{ audit_month('closed_at') }} as month,
    cast(count(*) as integer) as n_closed,
    cast(sum(case when is_won then 1 else 0 end) as integer) as n_won,
    sum(case when is_won then 1.0 else 0 end) / count(*) as win_rate,
    cast(sum(case when is_won then amount end) as {{ double_type() }}) as won_amount,
    cast(sum(case when amount > 0 then amount end) as {{ double_type() }}) as closed_amount,
    cast(sum(case when is_won and amount > 0 then amount end) as {{ double_type() }})
    / nullif(cast(sum(case when amount > 0 then amount end) as {{ double_type() }}), 0) as win_rate_by_amount,
    sum(case when is_lost and amount > 0 then 1 else 0 end) > 0 as has_amount_of_lost
from {{ ref('fct_deals') }}
where
    is_kpi_eligible
    and not is_open
    and closed_at is not null
group by {{ audit_month('closed_at') }}
