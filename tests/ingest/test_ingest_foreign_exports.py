"""Exports as systems of other countries write them, recognised by the declarations that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.ingest.loader import ingest
from dagster_project.paths import dbt_project

EXPORTS = {
    "helpdesk.tickets (Zendesk)": (
        "Ticket ID,Subject,Status,Priority,Channel,Assignee,Requester,Created at,Solved at\n"
        "7,Hi,solved,normal,email,Jo,Al,2024-03-05T14:22:00-05:00,2024-03-06T14:22:00-05:00\n"
    ),
    "helpdesk.tickets (Freshdesk)": (
        "Ticket ID,Subject,Status,Priority,Source,Agent,Group,Created time,Resolved time,Initial response time\n"
        "7,Hi,Closed,Low,Email,Jo,Support,2024-03-05 14:22:00,2024-03-06 14:22:00,2024-03-05 15:22:00\n"
    ),
    "helpdesk.tickets (Jira)": (
        "Issue key,Status,Assignee,Reporter,Priority,Created,Resolved\n"
        "SUP-7,Done,Jo,Al,Medium,2024-03-05 14:22,2024-03-06 14:22\n"
    ),
    "hubspot.deals": (
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date,Deal owner\n"
        "15000000001,A,Closed Won,Sales Pipeline,1000,2024-03-05 14:22,2024-03-09 10:00,Jane Roe\n"
    ),
    "hubspot.contacts": (
        "Record ID - Contact,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date\n"
        "201,Al,Poe,al@example.org,+1 212 555 0100,Jane Roe,Open,2024-03-05 14:22\n"
    ),
    "hubspot.tickets": (
        "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Priority,Ticket owner,Source\n"
        "7001,T,Support Pipeline,Closed,2024-03-05 14:22,HIGH,Jane Roe,Email\n"
    ),
    "amocrm.deals": (
        '"ID";"Название сделки";"Бюджет";"Ответственный";"Дата создания сделки";"Дата закрытия";"Этап сделки"\n'
        '"1";"Сделка";"10000";"Иванов";"05.03.2024 14:22:00";"не закрыта";"Переговоры"\n'
    ),
    "amocrm.api_leads": (
        '{"_page": 1, "_links": {}, "_embedded": {"leads": [{"id": 1, "name": "a", "price": 5, "status_id": 142, '
        '"pipeline_id": 7, "responsible_user_id": 3, "created_at": 1709648520, "closed_at": null}]}}'
    ),
    "bitrix24.deals (en)": (
        '"ID";"Deal name";"Stage";"Amount";"Currency";"Responsible person";"Created on";"Closed";\n'
        '"1";"Order";"Deal won";"1500.00";"EUR";"Jo";"03/25/2024 02:22:00 PM";"Yes";\n'
    ),
    "bitrix24.deals (API)": (
        '{"result": [{"ID": "1", "TITLE": "a", "STAGE_ID": "WON", "OPPORTUNITY": "5.00", "CURRENCY_ID": "EUR", '
        '"DATE_CREATE": "2024-03-05T14:22:00+03:00", "CLOSED": "Y"}], "total": 1}'
    ),
    "onec.sales": (
        "Продажи за период;;;\n;;;\n№ документа;Дата документа;Контрагент;Сумма, руб\n"
        "РТУ-1;05.03.2024;ИП Ков;1\u00a0200\u00a0000,50\nИтого;;;1\u00a0200\u00a0000,50\n"
    ),
    "surveymonkey.responses": (
        "Respondent ID,Collector ID,Start Date,End Date,How likely is it?,Which?,\n,,,,,CRM,Billing\n"
        "1,4,03/25/2024 02:22:00 PM,03/25/2024 02:26:00 PM,9,CRM,\n"
    ),
    "google_forms.responses": "Timestamp,How likely are you to recommend us?\n3/25/2024 14:22:02,9\n",
}


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("name", ["Export (3).csv", "Лист1.txt"])
def test_an_export_is_known_by_its_headers_whatever_its_name(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / name).write_text(EXPORTS[kind], encoding="utf-8")
    ledger = ingest(tmp_path, load_catalogue(dbt_project()))
    (entry,) = ledger.active
    assert [feed.full_name for feed in entry.feeds] == [kind.split(" ")[0]]
    assert (entry.rows_loaded, entry.rows_quarantined) == (1, 0)
    assert not [issue.text for issue in entry.all_issues if issue.code == "unreadable_values"]
