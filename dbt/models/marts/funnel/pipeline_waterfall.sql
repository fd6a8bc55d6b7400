-- The pipeline due in each period, from its first moment to its last. A deal that was due at the beginning counts with
-- its amount of then, every change of the amount goes to up or down, and it leaves with its last amount; one that came
-- in counts with its last amount. So each rouble is in one step, and the steps add up to the end.
with own_currency as (

    select
        *,
        case when is_due_at_start then amount_at_end - amount_at_start else 0 end as amount_change
    from {{ ref('pipeline_movements') }}
    where not is_foreign_currency

),

sums as (

    select
        source_relation,
        starts_at,
        ends_at,
        sum(case when is_due_at_start then amount_at_start else 0 end) as opening_amount
        {%- for entry in ['new', 'pulled_in'] %},
        sum(case when entry = '{{ entry }}' then amount_at_end else 0 end) as {{ entry }}_amount
        {%- endfor %},
        sum(case when amount_change > 0 then amount_change else 0 end) as up_amount,
        sum(case when amount_change < 0 then amount_change else 0 end) as down_amount
        {%- for departure in ['pushed_out', 'removed', 'won', 'lost'] %},
        -sum(case when departure = '{{ departure }}' then amount_at_end else 0 end) as {{ departure }}_amount
        {%- endfor %},
        sum(case when is_due_at_end then amount_at_end else 0 end) as closing_amount,
        {%- for flag in ['is_due_at_start', 'is_due_in_period', 'is_due_at_end', 'is_open_without_date'] %}
        cast(sum(case when {{ flag }} then 1 else 0 end) as integer) as n_{{ flag | replace('is_', '', 1) }},
        {%- endfor %}
        cast(sum(case when is_due_in_period and departure = 'pushed_out' then 1 else 0 end) as integer) as n_moved_out,
        cast(sum(case when departure = 'won' then 1 else 0 end) as integer) as n_won,
        cast(sum(case when departure = 'lost' then 1 else 0 end) as integer) as n_lost
    from own_currency
    group by source_relation, starts_at, ends_at

),

foreign_currency as (

    select
        source_relation,
        starts_at,
        cast(count(*) as integer) as n_other_currency
    from {{ ref('pipeline_movements') }}
    where
        is_foreign_currency
        and (is_due_at_start or is_due_at_end or entry is not null)
    group by source_relation, starts_at

)

select
    sums.source_relation,
    sums.starts_at,
    sums.ends_at,
    periods.basis,
    periods.is_amount_tracked,
    {%- for step in [
        'opening', 'new', 'pulled_in', 'up', 'down', 'pushed_out', 'removed', 'won', 'lost', 'closing'
    ] %}
    cast(sums.{{ step }}_amount as decimal(18, 2)) as {{ step }}_amount,
    {%- endfor %}
    sums.n_due_at_start,
    sums.n_due_in_period,
    sums.n_moved_out,
    sums.n_due_at_end,
    sums.n_won,
    sums.n_lost,
    sums.n_open_without_date,
    coalesce(foreign_currency.n_other_currency, 0) as n_other_currency
from sums
inner join {{ ref('pipeline_periods') }} as periods
    on
        sums.source_relation = periods.source_relation
        and sums.starts_at = periods.starts_at
left join foreign_currency
    on
        sums.source_relation = foreign_currency.source_relation
        and sums.starts_at = foreign_currency.starts_at
