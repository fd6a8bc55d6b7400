{#
  The rules of data quality, one line each. A record is asked where `asked` holds, fails where `fails` holds, and is
  unknown where `told` does not hold: a column that is empty in the whole of a source was not exported. `floor` is the
  least share that must pass (a choice of ours, marked a guess in the report); a rule that is critical weighs double.
  Dimensions: completeness, validity, uniqueness, consistency, timeliness, accuracy.
-#}
{% macro data_quality_rules() -%}
    {%- set rules = [] -%}
    {%- for field, column, weight in [
        ('amount', 'amount', 2), ('customer', 'customer_id', 2), ('owner', 'user_id', 2), ('product', 'product', 1),
        ('channel', 'source_channel', 1), ('expected_close', 'expected_close_at', 1), ('loss_reason', 'loss_reason', 1),
        ('closing_date', 'closed_at', 2),
    ] -%}
        {%- do rules.append({
            'rule': 'deal_' ~ field ~ '_filled', 'dimension': 'completeness', 'entity': 'deals', 'field': field,
            'relation': 'deals', 'asked': 'requires_' ~ field, 'told': 'tells_' ~ field,
            'fails': 'coalesce(amount, 0) = 0' if field == 'amount' else column ~ ' is null', 'floor': 0.9, 'weight': weight,
        }) -%}
    {%- endfor -%}
    {%- do rules.extend([
        {'rule': 'deal_amount_not_negative', 'dimension': 'validity', 'entity': 'deals', 'field': 'amount',
         'relation': 'deals', 'asked': 'amount is not null', 'fails': 'amount < 0', 'floor': 0.99, 'weight': 1},
        {'rule': 'deal_not_twice', 'dimension': 'uniqueness', 'entity': 'deals', 'field': 'deal',
         'relation': 'deals', 'asked': 'customer_id is not null and amount <> 0 and created_at is not null',
         'fails': 'place_among_alike > 1', 'floor': 0.98, 'weight': 1},
        {'rule': 'deal_closed_after_creation', 'dimension': 'consistency', 'entity': 'deals', 'field': 'closing_date',
         'relation': 'deals', 'asked': 'closed_at is not null and created_at is not null',
         'fails': 'cast(closed_at as date) < cast(created_at as date)', 'floor': 0.99, 'weight': 2},
        {'rule': 'open_deal_not_overdue', 'dimension': 'timeliness', 'entity': 'deals', 'field': 'expected_close',
         'relation': 'deals', 'asked': 'is_open and expected_close_at is not null', 'fails': 'expected_close_at < as_of',
         'floor': 0.8, 'weight': 1},
        {'rule': 'deal_amount_as_ordered', 'dimension': 'accuracy', 'entity': 'deals', 'field': 'amount',
         'relation': 'deals', 'asked': 'is_settled', 'fails': 'has_other_amount', 'floor': 0.95, 'weight': 2},
        {'rule': 'lead_channel_filled', 'dimension': 'completeness', 'entity': 'leads', 'field': 'channel',
         'relation': 'leads', 'asked': 'true', 'told': 'tells_channel', 'fails': 'source_channel is null', 'floor': 0.9,
         'weight': 1},
        {'rule': 'lead_owner_filled', 'dimension': 'completeness', 'entity': 'leads', 'field': 'owner',
         'relation': 'leads', 'asked': 'true', 'told': 'tells_owner', 'fails': 'user_id is null', 'floor': 0.9,
         'weight': 2},
        {'rule': 'lead_not_twice', 'dimension': 'uniqueness', 'entity': 'leads', 'field': 'lead', 'relation': 'leads',
         'asked': 'true', 'fails': 'is_duplicate', 'floor': 0.95, 'weight': 1},
        {'rule': 'lead_before_its_win', 'dimension': 'consistency', 'entity': 'leads', 'field': 'created',
         'relation': 'leads', 'asked': 'days_to_won is not null', 'fails': 'days_to_won < 0', 'floor': 0.99, 'weight': 1},
        {'rule': 'activity_owner_filled', 'dimension': 'completeness', 'entity': 'activities', 'field': 'owner',
         'relation': 'activities', 'asked': 'true', 'told': 'tells_owner', 'fails': 'user_id is null', 'floor': 0.95,
         'weight': 1},
        {'rule': 'activity_linked', 'dimension': 'completeness', 'entity': 'activities', 'field': 'link',
         'relation': 'activities', 'asked': 'true', 'told': 'tells_link', 'fails': 'deal_id is null and lead_id is null',
         'floor': 0.9, 'weight': 1},
        {'rule': 'activity_entered_within_a_day', 'dimension': 'timeliness', 'entity': 'activities', 'field': 'created',
         'relation': 'activities', 'asked': 'is_timed', 'fails': 'delay_seconds > 86400', 'floor': 0.8, 'weight': 2},
        {'rule': 'ticket_customer_filled', 'dimension': 'completeness', 'entity': 'tickets', 'field': 'customer',
         'relation': 'tickets', 'asked': 'true', 'told': 'tells_customer', 'fails': 'customer_id is null', 'floor': 0.9,
         'weight': 2},
        {'rule': 'ticket_answered_after_creation', 'dimension': 'consistency', 'entity': 'tickets',
         'field': 'first_response', 'relation': 'tickets', 'asked': 'is_answered', 'fails': 'has_time_defect',
         'floor': 0.99, 'weight': 1},
        {'rule': 'customer_contact_filled', 'dimension': 'completeness', 'entity': 'customers', 'field': 'contact',
         'relation': 'customers', 'asked': 'true', 'told': 'tells_contact', 'fails': 'has_contact = 0', 'floor': 0.9,
         'weight': 2},
        {'rule': 'customer_tax_id_filled', 'dimension': 'completeness', 'entity': 'customers', 'field': 'tax_id',
         'relation': 'customers', 'asked': 'true', 'told': 'tells_tax_id', 'fails': 'has_tax_id = 0', 'floor': 0.8,
         'weight': 1},
        {'rule': 'customer_name_filled', 'dimension': 'completeness', 'entity': 'customers', 'field': 'name',
         'relation': 'customers', 'asked': 'true', 'told': 'tells_name', 'fails': 'has_name = 0', 'floor': 0.95,
         'weight': 1},
        {'rule': 'customer_not_twice', 'dimension': 'uniqueness', 'entity': 'customers', 'field': 'customer',
         'relation': 'customers', 'asked': 'true', 'fails': 'place_among_alike > 1', 'floor': 0.95, 'weight': 2},
    ]) -%}
    {%- for entity in ['deals', 'leads', 'activities', 'tickets', 'sales_orders'] -%}
        {%- do rules.append({
            'rule': entity ~ '_readable', 'dimension': 'validity', 'entity': entity, 'field': 'every_value',
            'relation': 'readable', 'asked': "entity = '" ~ entity ~ "'", 'fails': 'is_unreadable', 'floor': 0.99,
            'weight': 2,
        }) -%}
        {%- do rules.append({
            'rule': entity ~ '_number_once', 'dimension': 'uniqueness', 'entity': entity, 'field': 'number',
            'relation': 'readable', 'asked': "entity = '" ~ entity ~ "'", 'fails': 'is_repeated', 'floor': 0.98,
            'weight': 1,
        }) -%}
    {%- endfor -%}
    {{- return(rules) -}}
{%- endmacro %}


{# Fields that audit.yml may require of deals at a stage; what is required where it says nothing, by the outcome. #}
{% macro deal_fields() -%}
    {{- return({
        'amount': ('amount', 'is_won'), 'customer': ('customer_id', 'is_won'), 'owner': ('user_id', 'true'),
        'product': ('product', 'false'), 'channel': ('source_channel', 'true'),
        'expected_close': ('expected_close_at', 'is_open'), 'loss_reason': ('loss_reason', 'is_lost'),
        'closing_date': ('closed_at', 'not is_open'),
    }) -}}
{%- endmacro %}
