select
    pipeline,
    path,
    cast(count(*) as integer) as n_deals,
    cast(sum(case when is_won then 1 else 0 end) as integer) as n_won,
    cast(sum(case when n_back_moves > 0 then 1 else 0 end) as integer) as n_with_back_move,
    cast(sum(case when n_skipped > 0 then 1 else 0 end) as integer) as n_with_skip,
    cast(row_number() over (partition by pipeline order by count(*) desc, path asc) as integer) as path_rank
from {{ ref('deal_paths') }}
where
    exclusion is null
    and not is_conforming
group by pipeline, path
