{# The words of source systems, as canonical words. What is not known stays unknown: null, or other. #}

{# The ISO code of a currency that is written as a code, a sign or a name. #}
{% macro currency_code(column) -%}
    case
        when {{ column }} is null then null
        when {{ fits(column, '[A-Z]{3}') }} then replace({{ column }}, 'RUR', 'RUB')
        when {{ is_one_of(column, ['руб', 'руб.', 'р.', 'р', '₽', 'rub', 'рубль', 'рубли', 'российский рубль', '643']) }} then 'RUB'
        when {{ is_one_of(column, ['$', 'usd', 'доллар', 'доллар сша', 'us dollar', '840']) }} then 'USD'
        when {{ is_one_of(column, ['€', 'eur', 'евро', 'euro', '978']) }} then 'EUR'
        when {{ is_one_of(column, ['₸', 'kzt', 'тенге', 'тг', '398']) }} then 'KZT'
        when {{ is_one_of(column, ['byn', 'белорусский рубль', '933']) }} then 'BYN'
        else upper({{ clean_text(column) }})
    end
{%- endmacro %}


{# call, email, meeting, task, chat, note or other. #}
{% macro activity_type(column, provider=none) -%}
    case
        {%- if provider %}
        when upper({{ provider }}) like 'IMOPENLINES%' then 'chat'
        when upper({{ provider }}) like 'CRM_TODO%' or upper({{ provider }}) like '%TASK%' then 'task'
        {%- endif %}
        when {{ is_one_of(column, ['2', 'звонок', 'call', 'входящий звонок', 'исходящий звонок']) }} then 'call'
        when {{ is_one_of(column, ['4', 'письмо', 'e-mail', 'email', 'mail', 'listemail']) }} then 'email'
        when {{ is_one_of(column, ['1', 'встреча', 'meeting', 'event', 'lunch', 'demo']) }} then 'meeting'
        when {{ is_one_of(column, ['3', 'задача', 'дело', 'task', 'to-do', 'todo', 'deadline']) }} then 'task'
        when {{ is_one_of(column, ['чат', 'открытая линия', 'сообщение', 'chat', 'message', 'sms', 'communication']) }} then 'chat'
        when {{ is_one_of(column, ['заметка', 'примечание', 'комментарий', 'note', 'comment']) }} then 'note'
        when {{ column }} is not null then 'other'
    end
{%- endmacro %}


{# in or out; what was missed came in. #}
{% macro direction(column) -%}
    case
        when {{ is_one_of(column, ['1', 'in', 'incoming', 'inbound', 'missed']) }} then 'in'
        when lower({{ column }}) like 'вход%' or lower({{ column }}) like 'пропущ%' then 'in'
        when {{ is_one_of(column, ['2', 'out', 'outgoing', 'outbound']) }} or lower({{ column }}) like 'исход%' then 'out'
    end
{%- endmacro %}


{# human, robot or integration, by the name of the author; null when there is none. #}
{% macro author_type(column) -%}
    case
        when {{ column }} is null then null
        when {{ fits('lower(' ~ column ~ ')', '.*(робот|robot|бизнес-процесс|workflow|автоматиз|automation|система|system|бот$|bot$).*|0') }}
            then 'robot'
        when {{ fits('lower(' ~ column ~ ')', '.*(интеграц|integration|обмен с|webhook|вебхук|rest api|1с:).*') }} then 'integration'
        else 'human'
    end
{%- endmacro %}


{# The kind of routine task that a subject names: notify, invoice, assign, follow_up or contract; null for others. #}
{% macro subject_kind(column) -%}
    case
        when {{ column }} is null then null
        when {{ fits('lower(' ~ column ~ ')', '.*(уведом|напомн|оповест|notify|reminder|remind ).*') }} then 'notify'
        when {{ fits('lower(' ~ column ~ ')', '.*(сч[её]т|invoice|bill ).*') }} then 'invoice'
        when {{ fits('lower(' ~ column ~ ')', '.*(назнач.*ответств|распредел|assign).*') }} then 'assign'
        when {{ fits('lower(' ~ column ~ ')', '.*(повторный контакт|повторный звонок|перезвон|follow.?up|call back).*') }} then 'follow_up'
        when {{ fits('lower(' ~ column ~ ')', '.*(договор|contract).*') }} then 'contract'
    end
{%- endmacro %}


{# pilot, go_live, release, price_change, reorg or other. #}
{% macro rollout_kind(column) -%}
    case
        when {{ fits('lower(' ~ column ~ ')', '.*(пилот|pilot).*') }} then 'pilot'
        when {{ fits('lower(' ~ column ~ ')', 'go.?live|.*(запуск|внедрени|начало работы|launch|roll.?out).*') }} then 'go_live'
        when {{ fits('lower(' ~ column ~ ')', '.*(релиз|обновлени|release|update).*') }} then 'release'
        when {{ fits('lower(' ~ column ~ ')', '.*(цен|price).*') }} then 'price_change'
        when {{ fits('lower(' ~ column ~ ')', '.*(реорганиз|структур|reorg).*') }} then 'reorg'
        when {{ column }} is not null then 'other'
    end
{%- endmacro %}


{# The stars of the Google business profile, ONE to FIVE, as a number. #}
{% macro star_rating(column) -%}
    case upper({{ column }})
        {%- for word in ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'] %}
        when '{{ word }}' then cast({{ loop.index }} as {{ double_type() }})
        {%- endfor %}
    end
{%- endmacro %}


{# The first name in a list that an API gives as JSON: [{"id": 1, "name": "North"}, ...]. #}
{% macro first_name_in_list(column) -%} {{ extract_pattern(column, '"name": "([^"\\\\]+)"', 1) }} {%- endmacro %}


{# Whether the status of a request says that it is done. #}
{% macro is_done_status(column) -%}
    coalesce({{ is_one_of(column, [
        'closed', 'resolved', 'solved', 'done', 'completed',
        'закрыт', 'закрыта', 'закрыто', 'решен', 'решён', 'решена', 'решено', 'выполнен', 'выполнено', 'завершен',
        'завершён', 'завершено',
    ]) }}, false)
{%- endmacro %}


{# Whether the status of a request says that it was joined with another one. #}
{% macro is_merged_status(column) -%}
    coalesce({{ is_one_of(column, [
        'merged', 'duplicate', 'объединена', 'объединено', 'объединен', 'объединён', 'дубль', 'дубликат',
    ]) }}, false)
{%- endmacro %}


{# month, quarter or year; a month when nothing is said. #}
{% macro period_grain(column) -%}
    case
        when {{ column }} is null then 'month'
        when {{ is_one_of(column, ['month', 'monthly', 'месяц', 'мес', 'мес.', 'ежемесячно', 'm']) }} then 'month'
        when {{ is_one_of(column, ['quarter', 'quarterly', 'квартал', 'кв', 'кв.', 'ежеквартально', 'q']) }} then 'quarter'
        when {{ is_one_of(column, ['year', 'yearly', 'annual', 'год', 'ежегодно', 'y']) }} then 'year'
        else 'other'
    end
{%- endmacro %}


{# amount, deals or other: what a plan plans; the amount of sales when nothing is said. #}
{% macro target_metric(column) -%}
    case
        when {{ column }} is null then 'amount'
        when {{ fits('lower(' ~ column ~ ')', '.*(сумм|выручк|продаж|оборот|amount|revenue|sales|turnover).*') }} then 'amount'
        when {{ fits('lower(' ~ column ~ ')', '.*(сдел|deal|opportunit).*') }} then 'deals'
        else 'other'
    end
{%- endmacro %}


{# phone, email, messenger, chat, form or other: by which channel a customer came; unknown when nothing is said. #}
{% macro contact_channel(column) -%}
    case
        when {{ column }} is null then 'unknown'
        when {{ fits('lower(' ~ column ~ ')', '.*(whats.?app|telegram|телеграм|viber|вайбер|вконтакте|facebook|instagram|мессенджер|messenger|wechat|sms|смс|ватсап|вотсап).*|vk|вк') }}
            then 'messenger'
        when {{ fits('lower(' ~ column ~ ')', '.*(chat|чат|открыт.* лини|jivo|messaging|conversation).*') }} then 'chat'
        when {{ fits('lower(' ~ column ~ ')', '.*(e.?mail|почт|письм).*|mail') }} then 'email'
        when {{ fits('lower(' ~ column ~ ')', '.*(phone|call|voice|звон|телефон).*') }} then 'phone'
        when {{ fits('lower(' ~ column ~ ')', '.*(form|форм|сайт|site|портал|portal|landing|лендинг).*|web|веб') }} then 'form'
        else 'other'
    end
{%- endmacro %}
