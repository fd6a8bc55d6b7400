with cells as (

    {{ read_cells(source('custom', 'reviews'), [
        'review_id', 'platform', 'reviewed_at', 'rating', 'rating_max', 'company_key', 'review_text'
    ], pseudonyms=true) }}

),

typed as (

    select
        *,
        {{ fold('review_text') }} as folded_text,
        {{ parse_timestamp('reviewed_at') }} as typed_reviewed_at,
        {{ parse_number('rating') }} as typed_rating,
        {{ parse_number('rating_max') }} as typed_rating_max
    from cells

)

select
    {{ clean_text('review_id') }} as review_id,
    {{ clean_text('platform') }} as platform,
    {{ in_range('typed_reviewed_at') }} as reviewed_at,
    typed_rating as rating,
    typed_rating_max as rating_max,
    {{ native_key('company_key') }} as company_key,
    {{ review_language('folded_text') }} as language,
    {{ review_topics('folded_text') }} as topics,
    {{ review_tone('folded_text') }} as tone,
    {{ review_text_key('folded_text') }} as text_key,
    {{ unreadable_columns(['reviewed_at', 'rating', 'rating_max']) }} as unreadable_columns,
    {{ out_of_range_columns(['reviewed_at']) }} as out_of_range_columns,
    {{ has_unreadable(['rating']) }} as has_unreadable_required,
    _source_relation,
    _file_id,
    _row_number,
    _snapshot_at
from typed
