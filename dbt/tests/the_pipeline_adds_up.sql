-- From the pipeline at the beginning of a period its steps lead exactly to the one at its end.
select *
from {{ ref('pipeline_waterfall') }}
where
    opening_amount + new_amount + pulled_in_amount + up_amount + down_amount + pushed_out_amount + removed_amount
    + won_amount + lost_amount <> closing_amount
