{{ config(materialized='view') }}

-- How the CRM is set up, by the rows that are a case among those that could be one.
with period as (

    select
        coalesce(after_starts_on, cast('1900-01-01' as date)) as starts_on,
        coalesce(after_ends_before, {{ audit_add_days('as_of', 1) }}) as ends_before
    from {{ ref('audit_parameters') }}

),

deals as (

    select
        fct_deals.*,
        fct_deals.created_at >= period.starts_on and fct_deals.created_at < period.ends_before as is_of_period,
        fct_deals.closed_at >= period.starts_on and fct_deals.closed_at < period.ends_before as is_decided_in_period,
        fct_deals.closed_at is null
        or cast(fct_deals.closed_at as date) < cast(fct_deals.created_at as date) as is_contradicting,
        count(fct_deals.closed_at) over (partition by fct_deals.source_relation) > 0 as tells_closing,
        count(fct_deals.loss_reason) over (partition by fct_deals.source_relation) > 0 as tells_loss_reason
    from {{ ref('fct_deals') }} as fct_deals
    cross join period
    where fct_deals.is_kpi_eligible

),

-- Only pipelines of deals count: lists of stages also hold those of tickets.
pipelines_used as (

    select distinct
        source_relation,
        pipeline
    from {{ ref('fct_deal_stage_history') }}

),

stages_used as (

    select distinct
        source_relation,
        {{ fold('stage') }} as stage_folded
    from {{ ref('fct_deal_stage_history') }}

),

listed_stages as (

    select
        listed.source_relation,
        listed.pipeline,
        listed.stage,
        max(case
            when
                {{ fold('listed.stage') }} = stages_used.stage_folded
                or {{ fold('listed.stage_name') }} = stages_used.stage_folded
                then 1
            else 0
        end) as is_used
    from {{ ref('int_stages__listed') }} as listed
    inner join stages_used
        on listed.source_relation = stages_used.source_relation
    inner join pipelines_used
        on
            listed.source_relation = pipelines_used.source_relation
            and (
                listed.pipeline is null
                or pipelines_used.pipeline is null
                or listed.pipeline = pipelines_used.pipeline
                or {{ fold('listed.pipeline_name') }} = {{ fold('pipelines_used.pipeline') }}
            )
    where listed.stage is not null
    group by listed.source_relation, listed.pipeline, listed.stage

)

select {{ risk_share(figure='status_contradictions', is_case='is_contradicting') }}
from deals
where
    not is_open
    and is_of_period
    and tells_closing
union all
select {{ risk_share(figure='lost_without_reason', is_case='loss_reason is null') }}
from deals
where
    is_lost
    and is_decided_in_period
    and tells_loss_reason
union all
select {{ risk_share(figure='unused_stages', is_case='is_used = 0') }}
from listed_stages
