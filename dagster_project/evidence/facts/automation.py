"""Routine tasks by kind: what the system does, what it makes, what people do over again."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section
from dagster_project.evidence.rows import Row
from reports.measures import Text

KINDS = {
    "notify": Text("Уведомления", "Notifications"),
    "invoice": Text("Счета", "Invoices"),
    "assign": Text("Назначение ответственного", "Assignment"),
    "follow_up": Text("Повторный контакт", "Follow-up"),
    "contract": Text("Контроль договора", "Contract control"),
    "unknown": Text("Типовые, вид не распознан", "Routine, kind not recognised"),
    "other": Text("Прочие задачи, не типовые", "Other tasks, not routine"),
}
BY_KIND = Text(
    "Завершённые задачи после внедрения (без периодов — за все данные). Автоматически — завершены системой и не "
    "переделаны; переделаны — человек за сутки завёл или сделал такую же задачу по той же сделке. Создание системой "
    "само по себе автоматизацией не считается. Вид определён по теме задачи; прочие в долю автоматизации не входят.",
    "Tasks done after the roll-out (without periods: over all data). Automated: done by the system and not overridden; "
    "overridden: within a day a person made or did the same kind of task for the same deal. Making a task is no "
    "automation by itself. The kind is told by the subject; other tasks are not in the share of automated tasks.",
)
_BY_KIND = (
    "(select now.*, before.automated_share as share_before from marts.automation_by_type as now "
    "left join marts.automation_by_type as before on before.period = 'before' and before.task_kind = now.task_kind "
    "where now.period = case when exists (select 1 from settings.windows) then 'after' else 'all' end)"
)


def _by_kind(row: Row) -> Iterator[Figure]:
    kind, n = row["task_kind"], row["n_done"]
    made = row["n_made_by_system"] / n
    figures = (
        ("before", Text("Автоматически до", "Automated before"), row["share_before"], "share"),
        ("after", Text("Автоматически", "Automated"), row["automated_share"], "share"),
        ("made", Text("Создано системой", "Made by the system"), made, "share"),
        ("overridden", Text("Переделано", "Overridden"), row["n_overridden"], "count"),
    )
    for name, label, value, unit in figures:
        yield Figure(f"tasks_{kind}_{name}", label, value, unit, n, BY_KIND, KINDS[kind])


SECTIONS = (
    Section(
        "automation",
        Text("Задачи по видам", "Tasks by kind"),
        _BY_KIND,
        f"array_position({list(KINDS)}, task_kind)",
        _by_kind,
        ("activities",),
    ),
)
