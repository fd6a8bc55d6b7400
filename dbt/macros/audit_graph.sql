{#
  Recursive steps over a table of links (node_a, node_b), both directions in it. Each is a CTE of two columns, to stand
  in a query that begins with WITH RECURSIVE. The work grows with the nodes whose label changes, not with all pairs.
-#}

{# node, label: the nearest seed, a number above zero; zero where two labels are equally near, and there it ends. #}
{% macro audit_nearest(name, seeds, links) -%}
    {{- return(adapter.dispatch('audit_nearest')(name, seeds, links)) -}}
{%- endmacro %}

{% macro duckdb__audit_nearest(name, seeds, links) -%}
    {{ name }} (node, label) using key (node) as (

        select
            node,
            node as label
        from {{ seeds }}
        union
        select
            {{ links }}.node_b,
            case when min({{ name }}.label) = max({{ name }}.label) then min({{ name }}.label) else 0 end
        from {{ name }}
        inner join {{ links }}
            on {{ name }}.node = {{ links }}.node_a
        left join recurring.{{ name }} as reached_before
            on {{ links }}.node_b = reached_before.node
        where
            {{ name }}.label <> 0
            and reached_before.node is null
        group by {{ links }}.node_b

    )
{%- endmacro %}

{% macro default__audit_nearest(name, seeds, links) -%}
    {{- exceptions.raise_compiler_error('audit_nearest is not implemented for ' ~ target.type) -}}
{%- endmacro %}


{# node, label: the least label among the nodes that are linked with it, directly or over others. #}
{% macro audit_components(name, nodes, links) -%}
    {{- return(adapter.dispatch('audit_components')(name, nodes, links)) -}}
{%- endmacro %}

{% macro duckdb__audit_components(name, nodes, links) -%}
    {{ name }} (node, label) using key (node) as (

        select
            node,
            label
        from {{ nodes }}
        union
        select
            known.node,
            min({{ name }}.label)
        from {{ name }}
        inner join {{ links }}
            on {{ name }}.node = {{ links }}.node_a
        inner join recurring.{{ name }} as known
            on {{ links }}.node_b = known.node
        where {{ name }}.label < known.label
        group by known.node

    )
{%- endmacro %}

{% macro default__audit_components(name, nodes, links) -%}
    {{- exceptions.raise_compiler_error('audit_components is not implemented for ' ~ target.type) -}}
{%- endmacro %}
