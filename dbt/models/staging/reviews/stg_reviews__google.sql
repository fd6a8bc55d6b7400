with cells as (

    {{ read_cells(source('reviews', 'google'), [
        'review_id', 'rating', 'reviewed_at', 'updated_at', 'replied_at', 'review_text'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ fold('review_text') }} as folded_text,
        {{ star_rating('rating') }} as typed_rating,
        {{ parse_timestamp('reviewed_at') }} as typed_reviewed_at,
        {{ parse_timestamp('updated_at') }} as typed_updated_at,
        {{ parse_timestamp('replied_at') }} as typed_replied_at
    from cells

)

select
    {{ clean_text('review_id') }} as review_id,
    'Google' as platform,
    {{ in_range('typed_reviewed_at') }} as reviewed_at,
    {{ in_range('typed_updated_at') }} as updated_at,
    typed_rating as rating,
    cast(5 as {{ double_type() }}) as rating_max,
    {{ review_language('folded_text') }} as language,
    {{ review_topics('folded_text') }} as topics,
    {{ review_tone('folded_text') }} as tone,
    {{ review_text_key('folded_text') }} as text_key,
    {{ unreadable_columns(['rating', 'reviewed_at', 'updated_at', 'replied_at']) }} as unreadable_columns,
    {{ out_of_range_columns(['reviewed_at', 'updated_at', 'replied_at']) }} as out_of_range_columns,
    {{ has_unreadable(['rating']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
