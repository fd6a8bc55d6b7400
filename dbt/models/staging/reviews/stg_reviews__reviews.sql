with cells as (

    {{ read_cells(source('reviews', 'reviews'), [
        'review_id', 'platform', 'reviewed_at', 'rating', 'review_text', 'author'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ fold('review_text') }} as folded_text,
        {{ parse_timestamp('reviewed_at') }} as typed_reviewed_at,
        {{ answer_value("replace(rating, '/', ' /')") }} as typed_rating
    from cells

)

select
    coalesce(
        {{ clean_text('review_id') }},
        {{ pseudonym("concat_ws('|', platform, reviewed_at, rating, author, review_text)") }}
    ) as review_id,
    {{ clean_text('platform') }} as platform,
    {{ in_range('typed_reviewed_at') }} as reviewed_at,
    typed_rating as rating,
    coalesce(
        {{ safe_cast(extract_pattern('rating', '(из|of|/) *(5|10|100)$', 2), double_type()) }},
        case when typed_rating <= 5 then 5 end
    ) as rating_max,
    {{ review_language('folded_text') }} as language,
    {{ review_topics('folded_text') }} as topics,
    {{ review_tone('folded_text') }} as tone,
    {{ review_text_key('folded_text') }} as text_key,
    {{ unreadable_columns(['reviewed_at', 'rating']) }} as unreadable_columns,
    {{ out_of_range_columns(['reviewed_at']) }} as out_of_range_columns,
    {{ has_unreadable(['rating']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
