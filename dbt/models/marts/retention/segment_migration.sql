-- Who was nowhere a year earlier, or is nowhere now, has the segment none: new to the company, or gone for longer.
with snapshots as (

    select count(distinct snapshot) as n_snapshots
    from {{ ref('rfm_segments') }}

),

members as (

    {% for scheme, segment in [('rfm', 'segment'), ('abc', 'abc_class')] -%}
    select
        '{{ scheme }}' as scheme,
        customer_id,
        coalesce(max(case when snapshot = 'year_earlier' then {{ segment }} end), 'none') as segment_before,
        coalesce(max(case when snapshot = 'now' then {{ segment }} end), 'none') as segment_now
    from {{ ref('rfm_segments') }}
    group by customer_id
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    members.scheme,
    members.segment_before,
    members.segment_now,
    cast(count(*) as integer) as n_customers,
    1.0 * count(*) / sum(count(*)) over (partition by members.scheme, members.segment_before) as share_of_before
from members
cross join snapshots
where
    snapshots.n_snapshots = 2
    and (members.segment_before <> 'none' or members.segment_now <> 'none')
group by members.scheme, members.segment_before, members.segment_now
