{#
  A run builds every table once, into a new file. So a table is made straight under its own name, in one transaction,
  after dropping what an engineer's earlier build has left. dbt's own way (a temporary name, a backup, two renames)
  takes longer than the SQL of most models on small data.
#}
{% materialization table, adapter='duckdb', supported_languages=['sql'] -%}
    {%- set before = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if before is not none %}
        {%- do adapter.drop_relation(before) %}
    {%- endif %}
    {%- call statement('main') %}
        {{ create_table_as(False, target, compiled_code) }}
    {%- endcall %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target, model) %}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}
