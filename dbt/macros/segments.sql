{#
  The parts of the company by which a KPI is given: name of the segment and its column in the rows of the KPI. The last
  two are attributes of the customer. One grouping set for each, so that rows are added for the values of a segment, not
  for their combinations.
-#}
{% macro audit_segments(declaration) -%}
    {%- set found = {'team': 'team_id', 'manager': 'user_id', 'channel': 'channel'} -%}
    {%- if declaration.by_customer -%}
        {%- do found.update({'customer_segment': 'customer_segment', 'region': 'region'}) -%}
    {%- endif -%}
    {{- return(found) -}}
{%- endmacro %}

{# The rows of a KPI with the attributes of their customer. #}
{% macro audit_segment_rows(observations, declaration) -%}
    {%- if declaration.by_customer -%}
    (
        select
            observations.*,
            customers.customer_segment,
            customers.region
        from {{ observations }} as observations
        left join {{ ref('dim_customers') }} as customers
            on observations.customer_id = customers.customer_id
    )
    {%- else -%}
    {{ observations }}
    {%- endif -%}
{%- endmacro %}

{# Name and value of the segment of a row of `group by grouping sets`; no value where the rows do not state it. #}
{% macro audit_segment_columns(declaration) -%}
    case
        {%- for segment, column in audit_segments(declaration).items() %}
        when grouping({{ column }}) = 0 then '{{ segment }}'
        {%- endfor %}
    end as segment,
    case
        {%- for segment, column in audit_segments(declaration).items() %}
        when grouping({{ column }}) = 0 then {{ column }}
        {%- endfor %}
    end as segment_value
{%- endmacro %}

{# The grouping sets: the given columns with the column of one segment each. #}
{% macro audit_segment_sets(declaration, columns) -%}
    grouping sets (
        {%- for column in audit_segments(declaration).values() %}
        ({{ columns | join(', ') }}, {{ column }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
