with parameters as (

    select * from {{ ref('audit_parameters') }}

),

contacts as (

    select
        record_id,
        first_contact_at
    from {{ ref('int_first_contacts__by_record') }}
    where record_kind = 'deal'

),

in_time as (

    select
        deals.*,
        leads.created_at as lead_created_at,
        parameters.as_of,
        case
            when deals.closed_at >= {{ audit_add_days('parameters.as_of', 1) }} then deals.user_id
            else coalesce(deals.user_id_at_close, deals.user_id)
        end as user_id_then,
        case
            when deals.closed_at >= {{ audit_add_days('parameters.as_of', 1) }} then 'open'
            else deals.status
        end as status_then,
        coalesce(
            deals.first_contact_at,
            leads.created_at,
            least(contacts.first_contact_at, deals.created_at),
            deals.created_at
        ) as started_at
    from {{ ref('int_deals__unified') }} as deals
    cross join parameters
    left join {{ ref('int_leads__unified') }} as leads
        on deals.lead_id = leads.lead_id
    left join contacts
        on deals.deal_id = contacts.record_id
    where deals.created_at is null or deals.created_at < {{ audit_add_days('parameters.as_of', 1) }}

),

created_per_day as (

    select
        cast(created_at as date) as created_on,
        count(*) as n_created
    from in_time
    where created_at is not null
    group by cast(created_at as date)

),

usual as (

    select {{ audit_quantile('n_created', 0.5) }} as usual_number
    from created_per_day

),

-- Many times the usual number of deals on a go-live day is history carried over into the new system.
import_days as (

    select distinct created_per_day.created_on
    from created_per_day
    inner join {{ ref('int_rollout_events__unified') }} as rollout_events
        on
            created_per_day.created_on = rollout_events.event_date
            and rollout_events.kind = 'go_live'
    cross join usual
    where
        created_per_day.n_created >= 20
        and created_per_day.n_created >= 10 * usual.usual_number

),

measured as (

    select
        in_time.*,
        case when status_then <> 'open' then closed_at end as decided_at,
        case
            when status_then = 'open' then cast({{ audit_calendar_days('started_at', 'as_of') }} as {{ double_type() }})
            else {{ audit_days_between('started_at', 'closed_at') }}
        end as days_open
    from in_time

)

select
    measured.deal_id,
    measured.user_id_then as user_id,
    measured.user_id as current_user_id,
    case
        when measured.user_id_then = measured.user_id then coalesce(measured.team_id, users.team_id)
        else coalesce(users.team_id, measured.team_id)
    end as team_id,
    coalesce(customers.customer_id, measured.company_key, measured.contact_key) as customer_id,
    coalesce(measured.company_key, measured.contact_key) as company_key,
    measured.lead_id,
    measured.pipeline,
    measured.stage,
    measured.status_then as status,
    cast(measured.amount as decimal(18, 2)) as amount,
    measured.currency,
    measured.created_at,
    measured.started_at,
    measured.decided_at as closed_at,
    measured.expected_close_at,
    measured.source_channel,
    measured.loss_reason,
    measured.product,
    measured.status_then = 'won' as is_won,
    measured.status_then = 'lost' as is_lost,
    measured.status_then = 'open' as is_open,
    measured.days_open,
    coalesce(
        measured.status_then <> 'open' and (
            measured.days_open < 0
            or (measured.days_open = 0 and measured.started_at <> date_trunc('day', measured.started_at))
        ),
        false
    ) as has_cycle_defect,
    import_days.created_on is not null as is_go_live_import,
    measured.is_test,
    measured.is_deleted,
    measured.merged_into_id,
    twins.record_id is not null as is_in_other_source,
    not measured.is_test and not measured.is_deleted and twins.record_id is null as is_kpi_eligible,
    measured.n_fields_required,
    measured.n_fields_filled,
    measured.system,
    measured.source_relation,
    measured._file_id,
    measured._row_number
from measured
left join {{ ref('int_customers__unified') }} as customers
    on coalesce(measured.company_key, measured.contact_key) = customers.company_key
left join {{ ref('int_users__unified') }} as users
    on
        measured.user_id_then = users.user_id
        and {{ audit_user_period('users', 'coalesce(measured.closed_at, measured.created_at)') }}
left join {{ ref('int_records__overlapping') }} as twins
    on
        measured.deal_id = twins.record_id
        and twins.entity = 'deal'
left join import_days
    on cast(measured.created_at as date) = import_days.created_on
