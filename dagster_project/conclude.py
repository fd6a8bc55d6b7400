"""The findings step: expectations and marts → the tables of the schema `findings`."""

from __future__ import annotations

from dagster_project.catalogue import KpiDeclaration, kpi_declarations
from dagster_project.dbt_build import kpi_order, manifest
from dagster_project.drivers import write_drivers
from dagster_project.evidence.sources import entities_of, files_of
from dagster_project.expectations.results import write_results
from dagster_project.findings import write_findings
from dagster_project.input_quality import amount_gaps, input_quality, reconciled, write_input_quality
from dagster_project.judge import judge
from dagster_project.parameters import AuditParameters
from dagster_project.repeat_forecast import write_repeat_forecast
from dagster_project.risks.assess import assess_all
from dagster_project.risks.readings import readings
from dagster_project.risks.rules import RuleBook, load_rules
from dagster_project.risks.write import write_risks
from dagster_project.rollout.payback import write_payback
from dagster_project.rollout.write import RolloutFacts, write_rollout
from dagster_project.satisfaction_link import write_satisfaction_link
from dagster_project.session import AuditSession
from dagster_project.warehouse import connect


def declarations() -> tuple[KpiDeclaration, ...]:
    """The KPIs as their models declare them, in the order of the report."""
    return kpi_declarations(manifest(), kpi_order())


def rule_book() -> RuleBook:
    """The rules of risk. Raises InputError naming the key of rules.yml that is wrong."""
    return load_rules([one.id for one in declarations()])


def _rollout_facts(session: AuditSession, parameters: AuditParameters) -> RolloutFacts:
    """An audit of earlier data that was published in this workspace counts as an earlier one; a failed one does not."""
    earlier = f"{parameters.as_of}"
    names = [path.name for path in session.workspace.audits.glob("*") if path.is_dir()]
    return RolloutFacts(
        as_of=parameters.as_of,
        go_live=parameters.go_live,
        has_pilot=any(event.kind == "pilot" for event in parameters.events),
        has_earlier_audit=any(name[:10] < earlier and not name.endswith("-failed") for name in names),
    )


def conclude(session: AuditSession) -> dict[str, int]:
    """Write the findings into the warehouse being built; return what the asset shows."""
    if session.parameters is None or session.ledger is None:
        raise RuntimeError("the findings need the frame of the audit; run the whole job")
    judge(session, "raw")
    judge(session, "canonical")
    found = declarations()
    present = frozenset(name for kpi in found for name in kpi.inputs if files_of(session.ledger, (name,)))
    with session.progress.step("findings"), connect(session.workspace.build_warehouse) as connection:
        write_results(connection, tuple(session.expectations))
        floor = session.settings.privacy.suppress_people_below
        quality = input_quality(connection, found)
        write_findings(
            connection,
            found,
            session.parameters.windows,
            session.expectations,
            inputs=present,
            least_people=floor,
            reconciled=reconciled(amount_gaps(connection)),
            quality=quality,
        )
        write_input_quality(connection, quality)
        write_repeat_forecast(connection)
        write_satisfaction_link(connection)
        write_drivers(connection)
        write_rollout(connection, found, session.settings, _rollout_facts(session, session.parameters))
        write_payback(connection, session.settings, session.parameters.windows.after)
        book = rule_book()
        known = readings(connection, book, found, session.settings.strategy, entities_of(session.ledger))
        write_risks(connection, assess_all(book.rules, known))
        verdicts = dict(
            connection.execute(
                "select verdict, count(*) from findings.kpi_results where segment is null group by 1 order by 1"
            ).fetchall()
        )
        session.progress.summary(", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()))
    return verdicts
