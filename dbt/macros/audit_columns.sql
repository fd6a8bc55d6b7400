{# Columns of each canonical entity as staging gives them: native ids, name and type. #}
{% macro audit_columns(entity) -%}
    {{- return({
        'deal': {
            'deal_id': 'varchar', 'user_id': 'varchar', 'team_id': 'varchar', 'team_name': 'varchar', 'company_key': 'varchar',
            'contact_key': 'varchar', 'lead_id': 'varchar', 'pipeline': 'varchar', 'stage': 'varchar',
            'status': 'varchar', 'amount': 'decimal(18, 2)', 'currency': 'varchar', 'created_at': 'timestamp',
            'first_contact_at': 'timestamp', 'closed_at': 'timestamp', 'expected_close_at': 'timestamp',
            'updated_at': 'timestamp', 'source_channel': 'varchar', 'loss_reason': 'varchar', 'product': 'varchar',
            'order_key': 'varchar', 'is_test': 'boolean', 'is_deleted': 'boolean', 'n_fields_required': 'integer',
            'n_fields_filled': 'integer',
        },
        'lead': {
            'lead_id': 'varchar', 'user_id': 'varchar', 'created_at': 'timestamp', 'status': 'varchar',
            'source_channel': 'varchar', 'converted_at': 'timestamp', 'deal_id': 'varchar', 'company_key': 'varchar',
            'contact_key': 'varchar', 'team_id': 'varchar', 'team_name': 'varchar', 'is_spam': 'boolean', 'is_duplicate': 'boolean', 'is_test': 'boolean',
            'is_deleted': 'boolean', 'updated_at': 'timestamp',
        },
        'deal_stage_history': {
            'deal_id': 'varchar', 'pipeline': 'varchar', 'stage': 'varchar', 'stage_order': 'integer', 'category': 'varchar',
            'entered_at': 'timestamp', 'user_id': 'varchar', 'is_automatic': 'boolean',
        },
        'deal_property_history': {
            'deal_id': 'varchar', 'entered_at': 'timestamp', 'properties': 'varchar', 'owner_key': 'varchar',
            'previous_owner_key': 'varchar', 'amount': 'decimal(18, 2)', 'previous_amount': 'decimal(18, 2)',
            'expected_close_at': 'timestamp', 'previous_expected_close_at': 'timestamp',
        },
        'activity': {
            'activity_id': 'varchar', 'type': 'varchar', 'direction': 'varchar', 'user_id': 'varchar',
            'author_type': 'varchar', 'deal_id': 'varchar', 'lead_id': 'varchar', 'company_key': 'varchar',
            'occurred_at': 'timestamp', 'created_at': 'timestamp', 'completed_at': 'timestamp', 'phone_key': 'varchar',
            'is_completed': 'boolean', 'is_completed_automatically': 'boolean', 'is_routine': 'boolean',
            'subject_kind': 'varchar', 'is_missed': 'boolean', 'answered_at': 'timestamp',
            'duration_seconds': double_type(), 'is_internal': 'boolean', 'is_deleted': 'boolean', 'updated_at': 'timestamp',
        },
        'ticket': {
            'ticket_id': 'varchar', 'created_at': 'timestamp', 'channel': 'varchar', 'priority': 'varchar',
            'user_id': 'varchar', 'team_id': 'varchar', 'team_name': 'varchar', 'first_response_at': 'timestamp', 'resolved_at': 'timestamp', 'status': 'varchar',
            'company_key': 'varchar', 'contact_key': 'varchar', 'is_auto_closed': 'boolean', 'merged_into_id': 'varchar', 'first_user_key': 'varchar', 'is_deleted': 'boolean', 'updated_at': 'timestamp',
        },
        'ticket_event': {
            'ticket_id': 'varchar', 'event': 'varchar', 'occurred_at': 'timestamp', 'user_id': 'varchar',
            'company_key': 'varchar', 'channel': 'varchar', 'priority': 'varchar',
        },
        'sales_order': {
            'order_id': 'varchar', 'order_date': 'date', 'amount': 'decimal(18, 2)', 'currency': 'varchar',
            'company_key': 'varchar', 'user_id': 'varchar', 'team_id': 'varchar', 'team_name': 'varchar', 'is_return': 'boolean', 'status': 'varchar',
            'deal_key': 'varchar', 'updated_at': 'timestamp',
        },
        'payment': {
            'payment_id': 'varchar', 'order_id': 'varchar', 'paid_at': 'timestamp', 'amount': 'decimal(18, 2)',
            'currency': 'varchar', 'company_key': 'varchar', 'user_id': 'varchar', 'updated_at': 'timestamp',
        },
        'survey_response': {
            'response_id': 'varchar', 'survey': 'varchar', 'wave': 'varchar', 'respondent_type': 'varchar',
            'question': 'varchar', 'question_kind': 'varchar', 'scale_min': double_type(), 'scale_max': double_type(),
            'value': double_type(), 'value_text_present': 'boolean', 'answered_at': 'timestamp',
            'company_key': 'varchar', 'respondent_key': 'varchar', 'updated_at': 'timestamp',
        },
        'review': {
            'review_id': 'varchar', 'platform': 'varchar', 'reviewed_at': 'timestamp', 'rating': double_type(),
            'rating_max': double_type(), 'company_key': 'varchar', 'updated_at': 'timestamp', 'language': 'varchar',
            'topics': 'varchar', 'tone': 'varchar', 'text_key': 'varchar',
        },
        'crm_session': {'user_id': 'varchar', 'started_at': 'timestamp'},
        'training_event': {
            'user_id': 'varchar', 'course': 'varchar', 'trained_on': 'date', 'hours': double_type(),
            'passed': 'boolean', 'is_required': 'boolean', 'score': double_type(),
        },
        'sales_target': {
            'period_start': 'date', 'period_grain': 'varchar', 'user_id': 'varchar', 'team_id': 'varchar',
            'team_name': 'varchar', 'metric': 'varchar', 'amount': 'decimal(18, 2)',
        },
        'rollout_event': {'kind': 'varchar', 'event_date': 'date', 'team_name': 'varchar', 'note': 'varchar'},
        'user': {
            'user_id': 'varchar', 'team_id': 'varchar', 'team_name': 'varchar', 'is_active': 'boolean',
            'is_service_account': 'boolean', 'account_created_at': 'timestamp', 'valid_from': 'timestamp',
            'valid_to': 'timestamp',
        },
        'pipeline': {'pipeline': 'varchar', 'pipeline_name': 'varchar', 'stages': 'varchar'},
        'pipeline_stage': {
            'pipeline': 'varchar', 'pipeline_name': 'varchar', 'stage': 'varchar', 'stage_name': 'varchar',
            'stage_order': 'integer', 'category': 'varchar',
        },
        'team': {'team_id': 'varchar', 'team_name': 'varchar'},
        'employment_period': {
            'user_id': 'varchar', 'team_name': 'varchar', 'valid_from': 'date', 'valid_to': 'date', 'fte': double_type(),
        },
        'absence': {'user_id': 'varchar', 'absence_kind': 'varchar', 'valid_from': 'date', 'valid_to': 'date'},
        'identity': {
            'company_key': 'varchar', 'contact_key': 'varchar', 'tax_key': 'varchar', 'phone_key': 'varchar',
            'email_key': 'varchar', 'name_key': 'varchar', 'created_at': 'timestamp',
        },
        'customer_attribute': {'company_key': 'varchar', 'segment': 'varchar', 'region': 'varchar'},
        'product': {'product': 'varchar', 'series': 'varchar', 'list_price': 'decimal(18, 2)'},
    }[entity]) -}}
{%- endmacro %}
