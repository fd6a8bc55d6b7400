{#
  Every readable row of the named staging models, under the columns of the canonical entity.
  A staging model may lack a column: it is null then. Rows whose required value could not be read stay out, and so do
  earlier versions of a record, where a file holds all of them;
  so do the rows that `int_superseded_rows` lists: repeats of a key, and older copies of it. A person has one user_id,
  whatever form of the name stands in the row.
-#}
{% macro audit_union(entity, staging_models, superseded=true) -%}
    {%- set columns = audit_columns(entity) -%}
    select
        {%- for column in columns.keys() %}
        {{ 'coalesce(people.person_key, every_row.user_id) as user_id' if column == 'user_id' else 'every_row.' ~ column }},
        {%- endfor %}
        every_row._source_relation as source_relation,
        every_row._file_id,
        every_row._row_number,
        every_row._snapshot_at,
        every_row._system as system,
        every_row._table_name as table_name
    from (
        {{ adapter.dispatch('audit_union_by_name')(columns, staging_models) | indent(8) }}
    ) as every_row
    {%- if 'user_id' in columns %}
    left join {{ ref('int_people__matched') }} as people
        on
            every_row.user_id = people.user_key
            and every_row._source_relation = people.source_relation
    {%- endif %}
    {%- if superseded %}
    left join {{ ref('int_superseded_rows') }} as superseded
        on
            superseded.entity = '{{ entity }}'
            and every_row._file_id = superseded._file_id
            and every_row._row_number = superseded._row_number
            and every_row.{{ audit_key(entity) }} = superseded.native_id
    {%- endif %}
    where
        every_row.has_unreadable_required is not true
        and every_row.is_old_version is not true
    {%- if superseded %}
        and superseded.entity is null
    {%- endif %}
    {%- if audit_key(entity) %}
        and every_row.{{ audit_key(entity) }} is not null
    {%- endif %}
{%- endmacro %}


{% macro duckdb__audit_union_by_name(columns, staging_models) -%}
    select
        {%- for column, type in audit_technical_columns(columns).items() %}
        cast(null as {{ type }}) as {{ column }},
        {%- endfor %}
        cast(null as varchar) as _system,
        cast(null as varchar) as _table_name
    where false
    {%- for staging_model in staging_models %}
    union all by name
    select
        *,
        {{ audit_origin(staging_model) }}
    from {{ ref(staging_model) }}
    {%- endfor %}
{%- endmacro %}


{% macro default__audit_union_by_name(columns, staging_models) -%}
    {%- for staging_model in staging_models %}
    {%- set relation = ref(staging_model) -%}
    {%- set present = (adapter.get_columns_in_relation(relation) | map(attribute='name') | list) if execute else [] %}
    select
        {%- for column, type in audit_technical_columns(columns).items() %}
        cast({{ column if column in present else 'null' }} as {{ type }}) as {{ column }},
        {%- endfor %}
        {{ audit_origin(staging_model) }}
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{% macro audit_technical_columns(columns) -%}
    {%- set every = {} -%}
    {%- do every.update(columns) -%}
    {%- do every.update({
        '_source_relation': 'varchar', '_file_id': 'varchar', '_row_number': 'bigint', '_snapshot_at': 'timestamp',
        'has_unreadable_required': 'boolean', 'is_old_version': 'boolean',
    }) -%}
    {{- return(every) -}}
{%- endmacro %}


{# System and table of a staging model, from its name: stg_<system>__<table>. #}
{% macro audit_origin(staging_model) -%}
    {%- set parts = staging_model.split('__') -%}
    '{{ parts[0] | replace('stg_', '', 1) }}' as _system,
        '{{ parts[1] }}' as _table_name
{%- endmacro %}


{# Native key of an entity; none when its rows have no identity of their own. #}
{% macro audit_key(entity) -%}
    {{- return({
        'deal': 'deal_id', 'lead': 'lead_id', 'activity': 'activity_id', 'ticket': 'ticket_id',
        'sales_order': 'order_id', 'payment': 'payment_id', 'survey_response': 'response_id', 'review': 'review_id',
    }.get(entity)) -}}
{%- endmacro %}


{# Staging models of each canonical entity. #}
{% macro audit_staging_models(entity) -%}
    {%- set customers = [
        'stg_bitrix24__companies', 'stg_bitrix24__contacts', 'stg_amocrm__companies', 'stg_amocrm__contacts',
        'stg_hubspot__companies', 'stg_hubspot__contacts', 'stg_salesforce__companies', 'stg_salesforce__contacts',
        'stg_pipedrive__companies', 'stg_pipedrive__contacts', 'stg_zoho__companies', 'stg_zoho__contacts',
        'stg_custom__companies', 'stg_custom__contacts',
    ] -%}
    {{- return({
        'deal': [
            'stg_bitrix24__deals', 'stg_amocrm__deals', 'stg_amocrm__api_leads', 'stg_hubspot__deals',
            'stg_salesforce__opportunities', 'stg_pipedrive__deals', 'stg_zoho__deals', 'stg_custom__deals',
        ],
        'lead': [
            'stg_bitrix24__leads', 'stg_salesforce__leads', 'stg_pipedrive__leads', 'stg_zoho__leads', 'stg_custom__leads',
        ],
        'deal_stage_history': [
            'stg_bitrix24__stage_history', 'stg_amocrm__events', 'stg_hubspot__deal_stages', 'stg_hubspot__entered_stages',
            'stg_salesforce__opportunity_history', 'stg_salesforce__opportunity_versions', 'stg_pipedrive__deal_flow',
            'stg_salesforce__opportunity_field_history', 'stg_custom__deal_stage_history',
            'stg_custom__deal_property_history',
        ],
        'deal_property_history': [
            'stg_amocrm__events', 'stg_hubspot__deal_stages', 'stg_salesforce__opportunity_history',
            'stg_salesforce__opportunity_versions', 'stg_salesforce__opportunity_field_history',
            'stg_pipedrive__deal_flow', 'stg_custom__deal_property_history',
        ],
        'activity': [
            'stg_bitrix24__activities', 'stg_bitrix24__calls', 'stg_hubspot__engagements', 'stg_salesforce__tasks',
            'stg_salesforce__events', 'stg_pipedrive__activities', 'stg_zoho__calls', 'stg_zoho__tasks',
            'stg_telephony__calls', 'stg_amocrm__tasks', 'stg_amocrm__notes', 'stg_bitrix24__tasks', 'stg_custom__activities',
        ],
        'ticket': [
            'stg_hubspot__tickets', 'stg_salesforce__cases', 'stg_zoho__cases', 'stg_zendesk__tickets',
            'stg_intercom__conversations', 'stg_helpdesk__tickets', 'stg_custom__tickets',
        ],
        'ticket_event': ['stg_custom__ticket_events'],
        'sales_order': [
            'stg_onec__sales', 'stg_onec__report_lines', 'stg_onec__documents', 'stg_custom__sales_orders',
        ],
        'payment': ['stg_custom__payments'],
        'survey_response': [
            'stg_google_forms__responses', 'stg_yandex_forms__responses', 'stg_surveymonkey__responses',
            'stg_typeform__responses', 'stg_custom__survey_responses',
        ],
        'review': ['stg_reviews__reviews', 'stg_reviews__google', 'stg_custom__reviews'],
        'crm_session': ['stg_plain__crm_sessions', 'stg_salesforce__logins', 'stg_custom__crm_sessions'],
        'training_event': ['stg_plain__training_events', 'stg_custom__training_events'],
        'sales_target': ['stg_plain__sales_targets', 'stg_custom__sales_targets'],
        'rollout_event': ['stg_plain__rollout_events', 'stg_custom__rollout_events'],
        'user': [
            'stg_plain__users', 'stg_bitrix24__users', 'stg_amocrm__users', 'stg_hubspot__users', 'stg_salesforce__users',
            'stg_pipedrive__users', 'stg_zoho__users', 'stg_custom__users',
        ],
        'pipeline': [
            'stg_bitrix24__pipelines', 'stg_amocrm__pipelines', 'stg_hubspot__pipelines', 'stg_pipedrive__pipelines',
        ],
        'pipeline_stage': ['stg_bitrix24__stages', 'stg_hubspot__pipeline_stages', 'stg_pipedrive__stages'],
        'team': ['stg_custom__teams'],
        'employment_period': ['stg_plain__employment_periods', 'stg_custom__employment_periods'],
        'absence': ['stg_plain__absences', 'stg_custom__absences'],
        'customer': customers,
        'identity': customers + [
            'stg_bitrix24__deals', 'stg_bitrix24__leads', 'stg_amocrm__deals', 'stg_amocrm__api_leads',
            'stg_hubspot__deals', 'stg_salesforce__opportunities', 'stg_salesforce__leads', 'stg_pipedrive__deals',
            'stg_zoho__deals', 'stg_zoho__leads', 'stg_onec__sales', 'stg_onec__report_lines', 'stg_onec__documents',
            'stg_custom__deals', 'stg_custom__leads', 'stg_custom__sales_orders', 'stg_custom__payments',
        ],
        'customer_attribute': [
            'stg_bitrix24__companies', 'stg_hubspot__companies', 'stg_salesforce__companies', 'stg_zoho__companies',
            'stg_custom__companies',
        ],
        'product': ['stg_custom__products'],
    }[entity]) -}}
{%- endmacro %}


{# Staging models whose rows end up in an entity, directly or through another one. #}
{% macro audit_feeding_models(entity) -%}
    {{- return(audit_staging_models(entity) + {
        'lead': ['stg_amocrm__deals', 'stg_amocrm__api_leads'],
        'ticket': audit_staging_models('ticket_event'),
        'sales_order': audit_staging_models('payment'),
    }.get(entity, [])) -}}
{%- endmacro %}
