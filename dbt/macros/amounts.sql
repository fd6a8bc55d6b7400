{#
  An amount of money as decimal(18, 2). Blanks of every kind and apostrophes may part groups of three digits;
  currency signs and words go. Minus may be - or −, in front or behind; brackets mean minus. `decimal` is the
  column with the decimal sign of the file ('.' or ',' or null). What is not certain is null: 1,234 in a file of
  unknown decimal sign, 1,234.56 and 1.234.567 in a file with decimal comma, 12,34,56, 12 34, 1e5, inf, words.
-#}
{% macro parse_amount(column, decimal='_decimal') -%}
    {{ parse_signed(column, decimal, 'decimal(18, 2)') }}
{%- endmacro %}


{# A plain number, such as a length in hours, a rating or a count, as a double. #}
{% macro parse_number(column, decimal='_decimal') -%}
    {{ parse_signed(column, decimal, double_type()) }}
{%- endmacro %}


{# The usual forms first: only other ones pay for the normalising. #}
{% macro parse_signed(column, decimal, type) -%}
    {%- set thousands = '[ \\x{00a0}\\x{2009}\\x{202f}]' -%}
    case
        when {{ column }} is null then null
        when {{ fits(column, '-?(\\d{1,15}|\\d{1,3}(' ~ thousands ~ '\\d{3}){1,4})([.,]\\d{1,2})?') }}
            then {{ safe_cast('replace(' ~ replace_pattern(column, thousands) ~ ", ',', '.')", type) }}
        else {{ parse_grouped(amount_body(column), decimal, type) }}
    end
{%- endmacro %}


{# One minus in front at most, digits, signs, and one blank between groups; no currency. #}
{% macro amount_body(column) -%}
    {%- set currency = '(руб(лей|ля|ль)?\\.?|р\\.?|тенге|тг\\.?|грн\\.?|rub\\.?|rur|usd|eur|kzt|byn|uah|gbp|cny|brl|r\\$|[₽$€£₸₴¥])' -%}
    {%- set gap = "[\\s\\x{00a0}\\x{2007}\\x{2009}\\x{200b}\\x{202f}\\x{feff}''’`]+" -%}
    {%- set text = replace_pattern('translate(lower(' ~ column ~ "), '−–', '--')", gap, ' ') -%}
    {%- set text = replace_pattern(text, '^ ?([(+-]?) ?' ~ currency ~ ' ?', '\\1') -%}
    {%- set text = replace_pattern(text, ' ?' ~ currency ~ ' ?([)-]?) ?$', '\\3') -%}
    {%- set text = replace_pattern(text, '^\\( ?([^()+-]*?) ?\\)$', '-\\1') -%}
    {%- set text = replace_pattern(text, '^([0-9., ]*[0-9]) ?-$', '-\\1') -%}
    {{ replace_pattern('trim(' ~ text ~ ')', '^([+-]) ', '\\1') }}
{%- endmacro %}


{# The value of an amount's body, or null when its decimal sign is not certain. #}
{% macro parse_grouped(body, decimal, type) -%}
    {%- set whole = '[+-]?(\\d+|\\d{1,3}( \\d{3})+)' -%}
    case
        when
            {{ fits(body, whole ~ '([.,](\\d{1,2}|\\d{4,}))?|[+-]?(0|\\d{4,})[.,]\\d{3}') }}
            or ({{ fits(body, whole ~ '[.,]\\d{3}') }} and position({{ decimal }} in {{ body }}) > 0)
            then {{ safe_cast('replace(replace(' ~ body ~ ", ' ', ''), ',', '.')", type) }}
        when
            {{ fits(body, '[+-]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d+)?') }}
            and ({{ decimal }} = '.' or ({{ decimal }} is null and {{ fits(body, '.*,.*[.,].*') }}))
            then {{ safe_cast('replace(' ~ body ~ ", ',', '')", type) }}
        when {{ fits(body, '[+-]?[1-9]\\d{0,2}(\\.\\d{3})+,\\d+') }} and coalesce({{ decimal }}, ',') = ','
            then {{ safe_cast('replace(replace(' ~ body ~ ", '.', ''), ',', '.')", type) }}
    end
{%- endmacro %}
