-- What each deal and order adds to the difference between the sales of the CRM and of the ERP, and why. Amounts are
-- exact decimals: their sum over any month is the total of the ERP less that of the CRM, to the kopeck.
with records as (

    select * from {{ ref('sales_groups') }}

),

extent as (

    select
        {{ audit_month("max(case when record_kind = 'order' then moment end)") }} as last_order_month,
        max(case when record_kind = 'order' then moment end) as last_order_at
    from records
    where is_counted

),

groups as (

    select
        group_id,
        count(*) as n_records,
        sum(case when record_kind = 'deal' and is_counted then 1 else 0 end) as n_deals,
        sum(case when record_kind = 'order' and is_counted and not is_return then 1 else 0 end) as n_orders,
        sum(case when record_kind = 'deal' then coalesce(amount, 0) else 0 end) as every_deal_amount,
        coalesce(sum(case when record_kind = 'deal' and is_counted then amount end), 0) as deal_amount,
        coalesce(sum(case when record_kind = 'order' and is_counted and not is_return then amount end), 0)
            as order_amount,
        min(case when record_kind = 'order' and is_counted and not is_return then moment end) as first_order_at,
        max(case when record_kind = 'order' and exclusion = 'cancelled' then 1 else 0 end) as has_cancelled,
        max(case when record_kind = 'order' and exclusion = 'other_currency' then 1 else 0 end) as has_foreign_order,
        max(case when record_kind = 'order' and exclusion = 'no_date' then 1 else 0 end) as has_undated_order,
        max(case when record_kind = 'deal' then 1 else 0 end) as has_deal,
        max(case when record_kind = 'deal' and exclusion = 'other_currency' then 1 else 0 end) as has_foreign_deal,
        max(case when record_kind = 'deal' and exclusion = 'no_date' then 1 else 0 end) as has_undated_deal
    from records
    group by group_id

),

-- A difference of one rate of tax, to a kopeck for each document, is the tax.
compared as (

    select
        *,
        n_deals > 0 and n_orders > 0 as is_settled,
        order_amount - deal_amount as amount_gap,
        {%- for rate in vat_rates() %}
        (
            abs(order_amount * 100 - deal_amount * {{ 100 + rate }}) <= n_records
            or abs(deal_amount * 100 - order_amount * {{ 100 + rate }}) <= n_records
        )
        {{ 'or' if not loop.last else 'as is_tax,' }}
        {%- endfor %}
        case
            when has_undated_order = 1 then 'no_date'
            when has_cancelled = 1 then 'cancelled'
            when has_foreign_order = 1 then 'other_currency'
            else 'not_in_erp'
        end as why_deal_alone,
        case
            when has_undated_deal = 1 then 'no_date'
            when has_foreign_deal = 1 then 'other_currency'
            when has_deal = 1 then 'deal_not_won'
            else 'not_in_crm'
        end as why_order_alone
    from groups

),

counted as (

    select
        records.*,
        compared.is_settled,
        compared.why_deal_alone,
        compared.why_order_alone
    from records
    inner join compared
        on records.group_id = compared.group_id
    where
        records.is_counted
        and records.amount is not null

),

corrections as (

    select
        compared.*,
        records.record_id,
        records.source_relation,
        records._file_id,
        records._row_number,
        row_number() over (partition by compared.group_id order by records.record_id) as place
    from compared
    inner join records
        on
            compared.group_id = records.group_id
            and compared.first_order_at = records.moment
            and records.record_kind = 'order'
            and records.is_counted
            and not records.is_return
    where
        compared.is_settled
        and compared.amount_gap <> 0

),

items as (

    select
        record_kind,
        record_id,
        group_id,
        moment,
        -amount as amount,
        case
            when is_settled then 'period'
            when
                why_deal_alone = 'not_in_erp'
                and {{ audit_calendar_days('counted.moment', 'extent.last_order_at') }} < parameters.order_match_days
                then 'awaited'
            else why_deal_alone
        end as reason,
        source_relation,
        _file_id,
        _row_number
    from counted
    cross join extent
    cross join {{ ref('audit_parameters') }} as parameters
    where record_kind = 'deal'
    union all
    select
        record_kind,
        record_id,
        group_id,
        moment,
        amount,
        case
            when is_return then 'returned'
            when is_settled then 'period'
            else why_order_alone
        end as reason,
        source_relation,
        _file_id,
        _row_number
    from counted
    where record_kind = 'order'
    {%- for sign, reason in [('', "case when is_tax then 'tax' else 'amount' end"), ('-', "'period'")] %}
    union all
    select
        'order' as record_kind,
        record_id,
        group_id,
        first_order_at as moment,
        {{ sign }}amount_gap as amount,
        {{ reason }} as reason,
        source_relation,
        _file_id,
        _row_number
    from corrections
    where place = 1
    {%- endfor %}

)

select
    record_kind,
    record_id,
    group_id,
    {{ audit_month('moment') }} as month,
    cast(amount as decimal(18, 2)) as amount,
    reason,
    source_relation,
    _file_id,
    _row_number
from items
