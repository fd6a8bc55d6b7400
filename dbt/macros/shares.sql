{#
  The lower and the upper end of Wilson's 95 % interval of the share k of n; null without rows.
  Newcombe (1998), Statistics in Medicine 17, 857-872, method 3.
-#}
{% macro wilson_low(k, n) -%}
    case when {{ n }} > 0 and {{ k }} = 0 then 0 when {{ n }} > 0 then {{ wilson_end(k, n, '-') }} end
{%- endmacro %}

{% macro wilson_high(k, n) -%}
    case when {{ n }} > 0 and {{ k }} = {{ n }} then 1 when {{ n }} > 0 then {{ wilson_end(k, n, '+') }} end
{%- endmacro %}

{# 1.959964 is the 97.5 % point of the normal distribution, 3.841459 its square. #}
{% macro wilson_end(k, n, sign) -%}
    (2.0 * {{ k }} + 3.841459 {{ sign }} 1.959964 * sqrt(3.841459 + 4.0 * {{ k }} * ({{ n }} - {{ k }}) / {{ n }}))
    / (2 * ({{ n }} + 3.841459))
{%- endmacro %}
