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

{# One row for each step, which holds all labels so far and the newest of them: a recursion may not aggregate itself. #}
{% macro postgres__audit_nearest(name, seeds, links) -%}
    {{ name }}_steps (labels, newest) as (

        select
            (select jsonb_object_agg(node, node) from {{ seeds }}),
            (select jsonb_object_agg(node, node) from {{ seeds }})
        union all
        select
            {{ name }}_steps.labels || found.newest,
            found.newest
        from {{ name }}_steps
        cross join lateral (
            select jsonb_object_agg(reached.node_b, reached.label) as newest
            from (
                select
                    {{ links }}.node_b,
                    case when min(newest.value) = max(newest.value) then cast(min(newest.value) as bigint) else 0 end as label
                from jsonb_each_text({{ name }}_steps.newest) as newest
                inner join {{ links }}
                    on cast(newest.key as bigint) = {{ links }}.node_a
                where
                    newest.value <> '0'
                    and not {{ name }}_steps.labels ? cast({{ links }}.node_b as text)
                group by {{ links }}.node_b
            ) as reached
        ) as found
        where found.newest is not null

    ),

    {{ name }} as (

        select
            cast(labels.key as bigint) as node,
            cast(labels.value as bigint) as label
        from (select labels from {{ name }}_steps order by (select count(*) from jsonb_object_keys(labels)) desc limit 1)
            as last_step
        cross join lateral jsonb_each_text(last_step.labels) as labels

    )
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

{% macro postgres__audit_components(name, nodes, links) -%}
    {{ name }}_reached (node, label) as (

        select
            node,
            label
        from {{ nodes }}
        union
        select
            known.node,
            {{ name }}_reached.label
        from {{ name }}_reached
        inner join {{ links }}
            on {{ name }}_reached.node = {{ links }}.node_a
        inner join {{ nodes }} as known
            on {{ links }}.node_b = known.node
        where {{ name }}_reached.label < known.label

    ),

    {{ name }} as (

        select
            node,
            min(label) as label
        from {{ name }}_reached
        group by node

    )
{%- endmacro %}
