{#
  Reading reviews by the dictionary of dbt_project.yml (vars: review_topics, review_tone): beginnings of words, in lower
  case, ё as е; "late!" is the whole word. What is returned holds names of topics and tones, never a word of the text.
-#}

{# How many matches of a regular expression a text holds. #}
{% macro count_matches(text, pattern) -%}
    {{- return(adapter.dispatch('count_matches', 'crm_audit')(text, pattern)) -}}
{%- endmacro %}

{% macro duckdb__count_matches(text, pattern) -%} len(regexp_extract_all({{ text }}, '{{ pattern }}')) {%- endmacro %}

{% macro spark__count_matches(text, pattern) -%}
    regexp_count({{ text }}, '{{ pattern | replace('\\', '\\\\') }}')
{%- endmacro %}

{% macro default__count_matches(text, pattern) -%} regexp_count({{ text }}, '{{ pattern }}') {%- endmacro %}


{# A regular expression for any of the words. #}
{% macro review_words(stems) -%}
    (^|[^а-яa-z])({{ stems | join('|') | replace('!', '([^а-яa-z]|$)') }})
{%- endmacro %}


{# The same after a negation, with at most one word of degree between: "не очень хорошо", "wasn't good". #}
{% macro review_negated(stems) -%}
    {%- set tone = var('review_tone') -%}
    (^|[^а-яa-z])({{ tone.negations | join('|') }}|[a-z]+n[\x27’]t)[^а-яa-z]+(({{ tone.degrees | join('|') }})[^а-яa-z]+)?(
    {{- stems | join('|') | replace('!', '([^а-яa-z]|$)') }})
{%- endmacro %}


{# ru for Cyrillic letters, en for Latin ones, by which there are more of; other without any of them. #}
{% macro review_language(folded) -%}
    case
        when {{ folded }} is null then null
        when {{ count_matches(folded, '[а-я]') }} + {{ count_matches(folded, '[a-z]') }} = 0 then 'other'
        when {{ count_matches(folded, '[а-я]') }} >= {{ count_matches(folded, '[a-z]') }} then 'ru'
        else 'en'
    end
{%- endmacro %}


{# The topics of a text between bars, |delivery|price|; one bar when it has none. #}
{% macro review_topics(folded) -%}
    case
        when {{ folded }} is not null
            then '|'
                {%- for topic, stems in var('review_topics').items() %}
                || case when {{ count_matches(folded, review_words(stems)) }} > 0 then '{{ topic }}|' else '' end
                {%- endfor %}
    end
{%- endmacro %}


{# good, bad or none: which words there are more of; a negated word counts for the other side. #}
{% macro review_tone(folded) -%}
    {%- set tone = var('review_tone') -%}
    case sign(
        {{ count_matches(folded, review_words(tone.good)) }} - {{ count_matches(folded, review_words(tone.bad)) }}
        - 2 * {{ count_matches(folded, review_negated(tone.good)) }}
        + 2 * {{ count_matches(folded, review_negated(tone.bad)) }}
    )
        when 1 then 'good'
        when -1 then 'bad'
        when 0 then 'none'
    end
{%- endmacro %}


{# A pseudonym by which copies of a text are found; null for short texts, which two people may well write alike. #}
{% macro review_text_key(folded) -%}
    case when length({{ folded }}) >= 40 then {{ pseudonym(folded) }} end
{%- endmacro %}
