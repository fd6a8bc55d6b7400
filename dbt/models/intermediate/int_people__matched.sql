-- A name in three words is a person. Shorter forms belong to the one person they fit, and to nobody when they fit two.
with names as (

    select * from {{ ref('stg_people__names') }}

),

spellings as (

    select
        words_key,
        shape,
        min(pair_key) as pair_key,
        min(user_key) as person_key
    from names
    where shape in ('full', 'two')
    group by words_key, shape

),

full_names as (

    select
        pair_key,
        count(*) as n_people,
        min(person_key) as person_key
    from spellings
    where shape = 'full'
    group by pair_key

),

people as (

    select
        spellings.words_key,
        spellings.shape,
        case
            when spellings.shape = 'two' and full_names.n_people = 1 then full_names.person_key
            else spellings.person_key
        end as person_key,
        coalesce(spellings.shape = 'two' and full_names.n_people = 1, false) as has_full_name,
        coalesce(spellings.shape = 'two' and full_names.n_people > 1, false) as is_ambiguous
    from spellings
    left join full_names
        on spellings.pair_key = full_names.pair_key

),

short_forms as (
    {%- for side in [1, 2] %}

    select
        people.person_key,
        names.short_key_{{ side }} as short_key,
        names.long_key_{{ side }} as long_key
    from names
    inner join people
        on
            names.words_key = people.words_key
            and names.shape = people.shape
    where not people.has_full_name
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

initials as (

    select
        user_key,
        min(short_key_1) as short_key,
        min(long_key_1) as long_key
    from names
    where shape = 'initials'
    group by user_key

),

-- With two initials the middle name counts where it is known.
fitting as (

    select
        initials.user_key,
        count(distinct case when initials.long_key = short_forms.long_key then short_forms.person_key end) as n_long,
        min(case when initials.long_key = short_forms.long_key then short_forms.person_key end) as long_person_key,
        count(distinct case
            when initials.long_key is null or short_forms.long_key is null then short_forms.person_key
        end) as n_short,
        min(case
            when initials.long_key is null or short_forms.long_key is null then short_forms.person_key
        end) as short_person_key,
        min(initials.short_key) as short_key,
        min(initials.long_key) as long_key
    from initials
    left join short_forms
        on initials.short_key = short_forms.short_key
    group by initials.user_key

),

by_name as (

    select
        names.user_key,
        max(people.person_key) as person_key,
        case min(names.shape) when 'two' then 'first_and_last_name' else 'full_name' end as match_rule,
        bool_or(people.is_ambiguous) as is_ambiguous
    from names
    inner join people
        on
            names.words_key = people.words_key
            and names.shape = people.shape
    group by names.user_key
    union all
    select
        user_key,
        case
            when n_long = 1 then long_person_key
            when n_long = 0 and n_short = 1 then short_person_key
            else min(user_key) over (partition by coalesce(long_key, short_key))
        end as person_key,
        'initials' as match_rule,
        n_long > 1 or (n_long = 0 and n_short > 1) as is_ambiguous
    from fitting

),

aliases as (

    select
        names.user_key,
        case when length(names.user_key) < 16 then names._source_relation end as source_relation,
        count(distinct coalesce(by_name.person_key, names.known_as_key)) as n_people,
        min(coalesce(by_name.person_key, names.known_as_key)) as person_key
    from names
    left join by_name
        on names.known_as_key = by_name.user_key
    where
        names.known_as_key is not null
        and names.known_as_key <> names.user_key
    group by names.user_key, case when length(names.user_key) < 16 then names._source_relation end

),

seen as (

    select
        user_key,
        _source_relation as source_relation,
        min(_file_id) as _file_id
    from names
    group by user_key, _source_relation

),

places as (

    select
        user_key,
        _source_relation as source_relation,
        _file_id,
        min(_row_number) as _row_number,
        min(system) as system,
        min(table_name) as table_name
    from names
    group by user_key, _source_relation, _file_id

)

select
    seen.user_key,
    seen.source_relation,
    case
        when aliases.n_people = 1 then aliases.person_key
        else coalesce(by_name.person_key, seen.user_key)
    end as person_key,
    case
        when aliases.n_people = 1 then 'user_list'
        else coalesce(by_name.match_rule, 'none')
    end as match_rule,
    case
        when aliases.n_people is not null then aliases.n_people > 1
        else coalesce(by_name.is_ambiguous, false)
    end as is_ambiguous,
    places.system,
    places.table_name,
    places._file_id,
    places._row_number
from seen
inner join places
    on
        seen.user_key = places.user_key
        and seen.source_relation = places.source_relation
        and seen._file_id = places._file_id
left join by_name
    on seen.user_key = by_name.user_key
left join aliases
    on
        seen.user_key = aliases.user_key
        and (aliases.source_relation is null or seen.source_relation = aliases.source_relation)
