with members as (

    {% for scheme, segment in [('rfm', 'segment'), ('abc', 'abc_class')] -%}
    select
        '{{ scheme }}' as scheme,
        snapshot,
        snapshot_on,
        {{ segment }} as segment,
        revenue
    from {{ ref('rfm_segments') }}
    where {{ segment }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

totals as (

    select
        scheme,
        snapshot,
        sum(revenue) as revenue
    from members
    group by scheme, snapshot

)

select
    members.scheme,
    members.snapshot,
    max(members.snapshot_on) as snapshot_on,
    members.segment,
    cast(count(*) as integer) as n_customers,
    sum(members.revenue) as revenue,
    1.0 * sum(members.revenue) / nullif(max(totals.revenue), 0) as revenue_share
from members
inner join totals
    on
        members.scheme = totals.scheme
        and members.snapshot = totals.snapshot
group by members.scheme, members.snapshot, members.segment
