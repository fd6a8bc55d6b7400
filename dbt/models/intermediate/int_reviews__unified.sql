with every_row as (

    {{ audit_union('review', audit_staging_models('review')) | indent(4) }}

)

select
    {{ audit_id('review_id', 'every_row') }} as review_id,
    platform,
    reviewed_at,
    rating,
    rating_max,
    company_key,
    language,
    topics,
    tone,
    text_key,
    source_relation,
    _file_id,
    _row_number
from every_row
