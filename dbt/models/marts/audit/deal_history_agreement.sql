-- How often the files of history and the successive exports of the deal list agree, for each source and property.
select
    source_relation,
    property_name,
    cast(count(*) as integer) as n_compared,
    cast(sum(case when agrees then 0 else 1 end) as integer) as n_differing,
    cast(sum(case when agrees then 1 else 0 end) * 1.0 / count(*) as {{ double_type() }}) as agreement_share
from {{ ref('int_deal_history__compared') }}
group by source_relation, property_name
