"""Training of the people, and their use of the CRM around it."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section
from dagster_project.evidence.rows import Row
from reports.measures import Text

COVERAGE = {
    "trained": (
        Text("Прошли хотя бы один курс", "Took at least one course"), "share",
        Text("Из работающих на дату данных; без роботов и уволенных.",
             "Of the people who are here on the data date; without robots and leavers."),
    ),
    "uncompared": (
        Text("Прошли хотя бы один курс", "Took at least one course"), "share",
        Text("Из работающих на дату данных. Работу в CRM до и после обучения сравнить нельзя: мало кто имел доступ к "
             "работающей CRM и четыре недели до курса, и четыре после.",
             "Of the people who are here on the data date. Use before and after training cannot be compared: few had "
             "access to the CRM in use both four weeks before the course and four after."),
    ),
    "passed": (Text("Сданы, доля курсов", "Passed, share of courses"), "share", None),
    "hours": (Text("Часов на обученного", "Hours per person trained"), "hours", None),
    "score": (Text("Средний балл", "Mean score"), "points", Text("По шкале источника.", "On the scale of the source.")),
}  # fmt: skip
AROUND = Text(
    "Активных дней в неделю: четыре недели до первого курса и четыре после, только у тех, кто имел доступ к CRM все "
    "восемь недель; интервал — для средней разности тех же людей (t-распределение). Это не действие обучения: учиться "
    "идут те, кто готов работать в CRM, и навык растёт сам.",
    "Active days a week in the four weeks before the first course and the four after, only of people with access in "
    "all eight weeks; the interval is of the mean difference of the same people (t distribution). This is no effect of "
    "the training: those go who are ready to use the CRM, and practice grows by itself.",
)
TRAINED = Text("Обучены при работающей CRM", "Trained while the CRM was in use")
_COVERAGE = """(
    with here as (select * from marts.training_coverage where not has_left)
    select
        case
            when (select count(*) from marts.use_around_training)
                >= (select max(suppress_people_below) from marts.audit_parameters) then 'trained'
            else 'uncompared'
        end as what,
        avg(case when is_trained then 1.0 else 0.0 end) as value, count(*) as n, 1 as place
    from here
    union all
    select 'passed', sum(n_passed) * 1.0 / nullif(sum(n_passed_known), 0), sum(n_passed_known), 2 from here
    union all
    select 'hours', avg(hours order by user_id), count(hours), 3 from here
    union all
    select 'score', avg(score order by user_id), count(score), 4 from here
)"""
_AROUND = """(
    select
        count(*) as n,
        avg(days_before order by user_id) as days_before,
        avg(days_after order by user_id) as days_after,
        stddev_samp(days_after - days_before) as sd
    from marts.use_around_training
    having count(*) >= (select max(suppress_people_below) from marts.audit_parameters)
)"""


def _coverage(row: Row) -> Iterator[Figure]:
    label, unit, definition = COVERAGE[row["what"]]
    if row["n"] and row["value"] is not None:
        yield Figure(f"training_{row['what']}", label, row["value"], unit, row["n"], definition)


def paired_interval(mean: float, sd: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a mean difference of n pairs by Student's t; sd is that of the differences, n at least 2."""
    from scipy.stats import t

    half = float(t.ppf(0.975, n - 1)) * sd / n**0.5
    return mean - half, mean + half


def _around(row: Row) -> Iterator[Figure]:
    if row["n"] < 2:
        return
    difference = row["days_after"] - row["days_before"]
    low, high = paired_interval(difference, row["sd"], row["n"])
    for name, label, value in (
        ("before", Text("До", "Before"), row["days_before"]),
        ("after", Text("После", "After"), row["days_after"]),
        ("difference", Text("Разность", "Difference"), difference),
        ("low", Text("95 % ДИ: от", "95 % CI: from"), low),
        ("high", Text("до", "to"), high),
    ):
        yield Figure(f"training_use_{name}", label, value, "days", row["n"], AROUND, TRAINED)


SECTIONS = (
    Section(
        "adoption",
        Text("Обучение", "Training"),
        _COVERAGE,
        "place",
        _coverage,
        ("training_events", "users", "employment_periods"),
    ),
    Section(
        "adoption",
        Text("Работа в CRM до и после обучения", "Use of the CRM before and after training"),
        _AROUND,
        "1",
        _around,
        ("training_events", "activities", "crm_sessions", "users"),
    ),
)
