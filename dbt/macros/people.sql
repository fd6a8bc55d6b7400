{#
  Personal data end here. A name, phone, e-mail or tax id becomes the first 16 characters of its HMAC-SHA-256 under
  the key of the workspace. The key is read from its file while a query runs, so it is never in the warehouse.
-#}
{% macro pseudonym(column, kind='name') -%}
    {{- return(adapter.dispatch('pseudonym', 'crm_audit')(column, kind)) -}}
{%- endmacro %}

{% macro duckdb__pseudonym(column, kind) -%}
    left(sha256(_outer_key || unhex(sha256(_inner_key || encode({{ normal_form(column, kind) }})))), 16)
{%- endmacro %}

{% macro postgres__pseudonym(column, kind) -%}
    left(encode(sha256(_outer_key || sha256(_inner_key || convert_to({{ normal_form(column, kind) }}, 'UTF8'))), 'hex'), 16)
{%- endmacro %}

{# One of the two blocks of the key, as bytes. PostgreSQL reads the file on its server. #}
{% macro key_block(line) -%}
    {{- return(adapter.dispatch('key_block', 'crm_audit')(line)) -}}
{%- endmacro %}

{% macro postgres__key_block(line) -%}
    (select decode(trim(split_part(content, chr(10), {{ line }})), 'hex') from pg_read_file('{{ key_file() }}') as content)
{%- endmacro %}

{% macro duckdb__key_block(line) -%}
    (select unhex(trim(split_part(content, chr(10), {{ line }}))) from read_text('{{ key_file() }}'))
{%- endmacro %}

{% macro key_file() -%}
    {{- env_var('CRM_AUDIT_KEY_FILE', '../data/demo/.pseudonym-key') | replace("'", "''") if execute -}}
{%- endmacro %}


{# The form in which two spellings of one person or company are equal; null when nothing is left. #}
{% macro normal_form(column, kind) -%}
    {%- if kind == 'phone' -%}
    {%- set number = "regexp_replace(lower(" ~ column ~ "), '(доб|ext|вн|x|#|;).*$', '')" -%}
    {%- set digits = "regexp_replace(" ~ number ~ ", '\\D', '', 'g')" -%}
    case
        when length({{ digits }}) < 5 then null
        when length({{ digits }}) = 11 and {{ digits }} like '8%' then '7' || substr({{ digits }}, 2)
        when length({{ digits }}) = 10 and {{ digits }} like '9%' then '7' || {{ digits }}
        else {{ digits }}
    end
    {%- elif kind == 'email' -%}
    case when {{ column }} like '%_@_%' then regexp_replace(lower({{ column }}), '([^@])\+[^@]*@', '\1@') end
    {%- elif kind == 'tax' -%}
    nullif(regexp_replace(split_part({{ column }}, '/', 1), '\D', '', 'g'), '')
    {%- elif kind == 'company' -%}
    nullif(trim(regexp_replace(
        regexp_replace({{ fold(clean_text(column)) }}, '["«»“”„''.,()]', ' ', 'g'),
        '(^|\s+)({{ legal_forms() }})(\s+|$)|\s+', ' ', 'g'
    )), '')
    {%- else -%}
    {{ fold(clean_text(column)) }}
    {%- endif -%}
{%- endmacro %}


{# Legal forms that stand before or after the name of a company, as normal_form leaves them: lower case, no points. #}
{% macro legal_forms() -%}
    {{- [
        'ооо', 'оао', 'зао', 'пао', 'нао', 'ао', 'ип', 'тоо', 'чп', 'общество с ограниченной ответственностью',
        '(публичное |закрытое |открытое |непубличное )?акционерное общество', 'индивидуальный предприниматель', 'llc',
        'l l c', 'ltd', 'limited', 'inc', 'incorporated', 'corp', 'corporation', 'plc', 'gmbh', 'srl', 'sarl', 'ooo', 'oao',
        'zao', 'pao',
    ] | join('|') -}}
{%- endmacro %}


{# The key of a user: numbers of the system stay as they are, names and e-mails become pseudonyms. #}
{% macro person_key(column) -%}
    case
        when {{ fits(column, '\\d{1,10}') }} then {{ column }}
        when {{ column }} is not null then {{ pseudonym(column) }}
    end
{%- endmacro %}


{#
  The key of whatever identifies a customer in a file that has one column for it. Codes of the source stay, with the
  name of the source; names and e-mails become the keys that other sources give them.
-#}
{% macro native_key(column) -%}
    case
        when {{ fits(column, '[A-Za-z]{0,4}[_-]?\\d{1,9}|[0-9a-f]{32}') }}
            then 'company:' || _source_relation || ':' || {{ column }}
        when {{ column }} like '%_@_%' then {{ email_key(column) }}
        else {{ name_key(column) }}
    end
{%- endmacro %}

{# Keys say what they are made of, so that they can be compared between sources. #}
{% macro tax_key(column) -%} 'tax:' || {{ pseudonym(column, 'tax') }} {%- endmacro %}

{% macro phone_key(column) -%} 'phone:' || {{ pseudonym(column, 'phone') }} {%- endmacro %}

{# Whether a number is an extension of the company's own exchange: phone_key knows no phone of fewer than five digits. #}
{% macro is_extension(column) -%}
    length(regexp_replace({{ column }}, '\\D', '', 'g')) between 1 and 4
{%- endmacro %}

{% macro email_key(column) -%} 'email:' || {{ pseudonym(column, 'email') }} {%- endmacro %}

{% macro name_key(column) -%} 'name:' || {{ pseudonym(column, 'company') }} {%- endmacro %}

{% macro contact_name_key(column) -%} 'contact_name:' || {{ pseudonym(column) }} {%- endmacro %}

{# A number of the source itself: it means nothing without the name of the source. #}
{% macro source_key(kind, column) -%} '{{ kind }}:' || _source_relation || ':' || {{ clean_text(column) }} {%- endmacro %}


{# The same for the first of the records that an API lists as JSON: [{"id": 17, ...}, ...]. #}
{% macro linked_key(kind, column) -%}
    '{{ kind }}:' || _source_relation || ':' || {{ extract_pattern(column, '^(\\[\\{"id": ?"?)?(\\d+)', 2) }}
{%- endmacro %}


{# Whether a title marks a test record: the pattern is a setting of the audit. #}
{% macro is_test_name(column) -%}
    coalesce({{ holds_pattern(column, test_name_pattern() | replace("'", "''")) }}, false)
{%- endmacro %}

{# The pattern as a literal: an engine compiles a literal once, a column again for every row. #}
{% macro test_name_pattern() -%}
    {%- set pattern = '(?i)(^|[^\\p{L}])(тест|test)' -%}
    {%- if execute and load_relation(source('settings', 'parameters')) -%}
        {%- set found = run_query("select value from " ~ source('settings', 'parameters') ~ " where name = 'test_name_pattern'") -%}
        {%- set pattern = found.columns[0].values()[0] if found and found.rows | length and found.columns[0].values()[0] else pattern -%}
    {%- endif -%}
    {{- return(pattern) -}}
{%- endmacro %}


{# First and last name of a list that has them in two columns; null when both are empty. #}
{% macro full_name() -%} nullif(trim(concat_ws(' ', first_name, last_name)), '') {%- endmacro %}


{#
  Every person that a raw table names in its columns user_id and user_name, once per file. A list of users also says
  which name stands behind a login, a number or an e-mail: `known_as` is that name.
-#}
{% macro people_named() -%}
    {%- set found = [] -%}
    {%- if execute -%}
    {%- for node in graph.sources.values() | sort(attribute='unique_id') if node.schema.startswith('raw_') -%}
        {%- set names = node.columns.keys() | list -%}
        {%- set is_list = (node.config.meta or node.meta or {}).get('entity') == 'user' -%}
        {%- set table = 'raw_' ~ node.source_name ~ '.' ~ (node.identifier or node.name) -%}
        {%- if 'user_id' in names and is_list -%}
            {%- set is_parted = 'first_name' in names and 'user_name' not in names -%}
            {%- set own_name = full_name() if is_parted else ('user_name' if 'user_name' in names else none) -%}
            {%- set name = 'coalesce(' ~ own_name ~ ', user_id)' if own_name else 'user_id' -%}
            {%- do found.append((node, table, name, 'null')) -%}
            {%- if own_name -%}{%- do found.append((node, table, 'user_id', own_name)) -%}{%- endif -%}
            {%- if 'email' in names -%}{%- do found.append((node, table, 'email', name)) -%}{%- endif -%}
        {%- elif 'user_id' in names -%}
            {%- do found.append((node, table, 'user_id', 'null')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- endif -%}
    {%- for node, table, person, known_as in found %}
    select
        '{{ node.source_name }}' as _system,
        '{{ node.name }}' as _table_name,
        {{ cell(person) }} as person,
        {{ cell(known_as) if known_as != 'null' else 'cast(null as varchar)' }} as known_as,
        _source_relation,
        _file_id,
        min(_row_number) as _row_number
    from {{ table }}
    where {{ person }} is not null
    {{ 'and ' ~ known_as ~ ' is not null' if known_as != 'null' }}
    group by 1, 2, 3, 4, 5, 6
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {%- if not found %}
    select
        cast(null as varchar) as _system, cast(null as varchar) as _table_name, cast(null as varchar) as person,
        cast(null as varchar) as known_as, cast(null as varchar) as _source_relation,
        cast(null as varchar) as _file_id, cast(null as bigint) as _row_number
    where false
    {%- endif %}
{%- endmacro %}


{#
  The parts of a person's name, of columns `person` of a relation: words (without initials), initials, shape (full: three
  words; two; initials: a surname and one or two initials; other), first and last name in either order, middle name.
-#}
{% macro name_parts(relation) -%}
    {{- return(adapter.dispatch('name_parts', 'crm_audit')(relation)) -}}
{%- endmacro %}

{% macro duckdb__name_parts(relation) -%}
    {{ shaped_names('len') }}
    from (
        select
            *,
            list_filter(parts, lambda part: length(part) > 1) as words,
            list_filter(parts, lambda part: length(part) = 1) as initials
        from (
            select
                *,
                case
                    when {{ fits(fold('person'), "[\\p{L}., ''’-]+") }}
                        then string_split_regex({{ fold('person') }}, '[., ]+')
                    else []
                end as parts
            from {{ relation }}
        ) as split_names
    ) as sorted_names
{%- endmacro %}

{% macro postgres__name_parts(relation) -%}
    {{ shaped_names('cardinality') }}
    from (
        select
            *,
            array(select part from unnest(parts) with ordinality as p(part, place) where length(part) > 1 order by place)
                as words,
            array(select part from unnest(parts) with ordinality as p(part, place) where length(part) = 1 order by place)
                as initials
        from (
            select
                *,
                case
                    when {{ fits(fold('person'), "[\\p{L}., ''’-]+") }} then regexp_split_to_array({{ fold('person') }}, '[., ]+')
                    else cast(array[] as text[])
                end as parts
            from {{ relation }}
        ) as split_names
    ) as sorted_names
{%- endmacro %}

{% macro shaped_names(length_of) -%}
    select
        *,
        case
            when {{ length_of }}(words) = 3 and {{ length_of }}(initials) = 0 then 'full'
            when {{ length_of }}(words) = 2 then 'two'
            when {{ length_of }}(words) = 1 and {{ length_of }}(initials) in (1, 2) then 'initials'
            else 'other'
        end as shape,
        words[1] as name_1,
        case
            when {{ length_of }}(words) = 3 and not {{ holds_pattern('words[3]', '(вич|вна|чна|оглы|кызы)$') }} then words[3]
            else words[2]
        end as name_2,
        case
            when {{ length_of }}(words) = 3 and {{ holds_pattern('words[3]', '(вич|вна|чна|оглы|кызы)$') }} then words[3]
            when {{ length_of }}(words) = 3 then words[2]
        end as middle_name
{%- endmacro %}


{# The words of a list in one order, whatever the order they stand in. #}
{% macro in_one_order(words) -%}
    {{- return(adapter.dispatch('in_one_order', 'crm_audit')(words)) -}}
{%- endmacro %}

{% macro duckdb__in_one_order(words) -%} array_to_string(list_sort({{ words }}), ' ') {%- endmacro %}

{% macro postgres__in_one_order(words) -%}
    array_to_string(array(select word from unnest({{ 'array' ~ words if words[0] == '[' else words }}) as u(word) order by word), ' ')
{%- endmacro %}
