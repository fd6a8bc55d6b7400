"""Invented sources of two periods, matches between them, overlaps, and changes since an earlier audit."""

from __future__ import annotations

from datetime import date

from reports.provenance import (
    HistoryAgreement,
    IdentityMatch,
    InputChanges,
    Overlap,
    Provenance,
    SourceCoverage,
    TableChanges,
    Unmatched,
)


def sources_of_periods() -> Provenance:
    """A change of the CRM in the middle, an ERP, a telephony log."""
    return Provenance(
        coverage=(
            SourceCoverage("deals", "amocrm", 700, 50, 750, date(2024, 1, 9), date(2025, 6, 2)),
            SourceCoverage("deals", "bitrix24", 0, 950, 950, date(2025, 5, 1), date(2025, 12, 30)),
            SourceCoverage("sales_orders", "onec", 400, 500, 1200, date(2023, 1, 2), date(2025, 12, 30)),
        ),
        matches=(
            IdentityMatch("bitrix24", "onec", 2000, 1500, {"name": 300, "tax_id": 1200}),
            IdentityMatch("onec", "bitrix24", 1600, 1500, {"name": 300, "tax_id": 1200}),
        ),
        unmatched=(Unmatched("bitrix24", 500), Unmatched("onec", 100)),
        overlaps=(
            Overlap("activity", "telephony", "bitrix24", "phone_moment", 310),
            Overlap("deal", "amocrm", "bitrix24", "order_key", 41),
        ),
        agreements=(HistoryAgreement("bitrix24", "owner", 1200, 6), HistoryAgreement("bitrix24", "stage", 1200, 0)),
    )


def changed() -> InputChanges:
    """One file gone, two new; rows of deals corrected, deleted and late."""
    return InputChanges(
        since="2025-11-30-0123abcd",
        files_added=("sdelki_12.csv", "zvonki.csv"),
        files_removed=("sdelki_11.csv",),
        tables=(TableChanges("bitrix24.deals", 21, 2, 1, 5),),
        as_of_before=date(2025, 11, 30),
        settings_changed=True,
    )
