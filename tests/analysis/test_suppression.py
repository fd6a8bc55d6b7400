"""Small parts are not shown, and what is shown does not give them away."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from dagster_project.analysis.person_codes import person_codes
from dagster_project.analysis.suppression import LEAST_ROWS, hidden_parts

COUNTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.tuples(st.integers(0, 40), st.integers(0, 40)),
    max_size=8,
)


def test_a_single_small_part_takes_the_smallest_other_one_with_it() -> None:
    assert hidden_parts({"north": (50, 60), "south": (9, 30), "east": (20, 25), "west": (40, 40)}) == {"south", "east"}


def test_two_small_parts_that_are_few_rows_together_need_a_third() -> None:
    assert hidden_parts({"a": (3, 3), "b": (4, 4), "c": (30, 30), "d": (50, 50)}) == {"a", "b", "c"}
    assert hidden_parts({"a": (6, 6), "b": (7, 7), "c": (30, 30), "d": (50, 50)}) == {"a", "b"}


def test_a_part_without_rows_in_a_period_is_not_small_and_hides_nothing() -> None:
    assert hidden_parts({"old": (40, 0), "new": (0, 40)}) == frozenset()
    assert hidden_parts({"small": (5, 0), "empty": (0, 40), "large": (60, 60)}) == {"small", "empty", "large"}


def test_a_team_of_too_few_people_is_hidden_however_many_rows_it_has() -> None:
    counts = {"a": (500, 500), "b": (300, 300), "c": (200, 200)}
    assert hidden_parts(counts, too_few_people={"a"}) == {"a", "c"}


def test_few_rows_that_belong_to_nobody_are_shown_but_may_cover_others() -> None:
    assert hidden_parts({"a": (50, 50), "(unknown)": (2, 2)}, harmless={"(unknown)"}) == frozenset()
    assert hidden_parts({"a": (50, 50), "b": (9, 9), "(unknown)": (2, 2)}, harmless={"(unknown)"}) == {"b", "(unknown)"}


@given(COUNTS)
def test_nothing_hidden_can_be_computed_from_the_whole_and_what_is_shown(counts: dict[str, tuple[int, int]]) -> None:
    hidden = hidden_parts(counts)
    for period in range(2):
        assert all(
            rows[period] == 0 or rows[period] >= LEAST_ROWS for name, rows in counts.items() if name not in hidden
        )
        whole = sum(rows[period] for rows in counts.values())
        rest = whole - sum(rows[period] for name, rows in counts.items() if name not in hidden)
        present = [counts[name][period] for name in hidden if counts[name][period]]
        if hidden != frozenset(counts):
            assert rest == 0 or (rest >= LEAST_ROWS and len(present) > 1)


def test_a_code_depends_on_the_figures_and_not_on_the_key_or_the_order() -> None:
    figures = {"a1": [("win_rate", 3), ("nps", 2)], "b2": [("win_rate", 5)], "c3": [("win_rate", 9)]}
    again = {"zz": [("win_rate", 9)], "yy": [("nps", 2), ("win_rate", 3)], "xx": [("win_rate", 5)]}
    codes, other = person_codes(figures), person_codes(again)
    assert [other[name] for name in ("yy", "xx", "zz")] == [codes[name] for name in ("a1", "b2", "c3")]
    assert sorted(codes.values()) == ["M-01", "M-02", "M-03"]
