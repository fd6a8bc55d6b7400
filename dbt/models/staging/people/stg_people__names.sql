-- Names of managers leave no other trace than keyed hashes of what two spellings of one name have in common.
with seen as (

    {{ people_named() | indent(4) }}

),

with_keys as (

    select
        *,
        {{ key_block(1) }} as _inner_key,
        {{ key_block(2) }} as _outer_key
    from seen
    where person is not null

),

parts as (

    {{ name_parts('with_keys') }}

),

spelled as (

    select
        *,
        case when shape in ('full', 'two') then {{ in_one_order('words') }} end as every_word,
        case when shape in ('full', 'two') then {{ in_one_order('[name_1, name_2]') }} end as first_and_last,
        case
            when shape = 'initials' then name_1 || ' ' || initials[1]
            when shape in ('full', 'two') then name_1 || ' ' || left(name_2, 1)
        end as short_1,
        case when shape in ('full', 'two') then name_2 || ' ' || left(name_1, 1) end as short_2,
        case when shape = 'initials' then initials[2] else left(middle_name, 1) end as middle_initial
    from parts

)

select
    {{ person_key('person') }} as user_key,
    {{ person_key('known_as') }} as known_as_key,
    shape,
    {{ pseudonym('every_word') }} as words_key,
    {{ pseudonym('first_and_last') }} as pair_key,
    {{ pseudonym('short_1') }} as short_key_1,
    {{ pseudonym('short_2') }} as short_key_2,
    {{ pseudonym("short_1 || ' ' || middle_initial") }} as long_key_1,
    {{ pseudonym("short_2 || ' ' || middle_initial") }} as long_key_2,
    _system as system,
    _table_name as table_name,
    _source_relation,
    _file_id,
    _row_number
from spelled
