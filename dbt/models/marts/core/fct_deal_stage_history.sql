select
    history.deal_id,
    history.pipeline,
    history.stage,
    history.stage_order,
    history.category,
    history.entered_at,
    history.exited_at,
    case
        when history.exited_at is not null
            then {{ audit_days_between('history.entered_at', 'history.exited_at') }}
        when history.category = 'open'
            then cast({{ audit_calendar_days('history.entered_at', 'parameters.as_of') }} as {{ double_type() }})
    end as days_in_stage,
    history.exited_at is null as is_current,
    row_number() over (
        partition by history.deal_id, history.stage order by history.entered_at
    ) = 1 as is_first_entry,
    coalesce(
        history.stage_order < max(history.stage_order) over (
            partition by history.deal_id order by history.entered_at
            rows between unbounded preceding and 1 preceding
        ),
        false
    ) as is_back_move,
    history.user_id,
    users.team_id,
    history.is_automatic,
    history.basis,
    history.precision_days,
    history.source_relation,
    history._file_id,
    history._row_number
from {{ ref('int_deal_stage_history__unified') }} as history
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_users__unified') }} as users
    on
        history.user_id = users.user_id
        and {{ audit_user_period('users', 'history.entered_at') }}
where history.entered_at < {{ audit_add_days('parameters.as_of', 1) }}
