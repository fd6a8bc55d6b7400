-- The figures that rules of risk look at and no KPI holds: one row each, whatever the data hold. A figure is null where
-- the exports cannot tell it; a column that is empty in the whole of a source was not exported, which tells nothing.
select * from {{ ref('risk_figures__adoption') }}
union all
select * from {{ ref('risk_figures__configuration') }}
union all
select * from {{ ref('risk_figures__integration') }}
union all
select * from {{ ref('risk_figures__strategy') }}
