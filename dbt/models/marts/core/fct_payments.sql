select
    payments.payment_id,
    payments.order_id,
    payments.paid_at,
    cast(payments.amount as decimal(18, 2)) as amount,
    coalesce(payments.currency, parameters.currency) as currency,
    coalesce(customers.customer_id, payments.company_key) as customer_id,
    payments.user_id,
    payments.source_relation,
    payments._file_id,
    payments._row_number
from {{ ref('int_payments__unified') }} as payments
cross join {{ ref('audit_parameters') }} as parameters
left join {{ ref('int_customers__unified') }} as customers
    on payments.company_key = customers.company_key
where payments.paid_at is null or payments.paid_at < {{ audit_add_days('parameters.as_of', 1) }}
