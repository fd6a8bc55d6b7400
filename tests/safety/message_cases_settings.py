"""Mistakes in audit.yml, each with words of the message that it gets."""

from __future__ import annotations

import shutil

from tests.safety.message_cases import DEALS, GOOD, ROW, Case, custom, source, survey, text

WRONG_SETTINGS = [
    Case("is not a folder; make a workspace", make=lambda landing: shutil.rmtree(landing.parent)),
    Case("has no audit.yml; make one with", make=lambda landing: (landing.parent / "audit.yml").unlink()),
    Case(
        "is not UTF-8; save it as UTF-8 text",
        make=lambda landing: (landing.parent / "audit.yml").write_bytes(b"\xff\xfe\xfd"),
    ),
    Case("not valid YAML", "company: {name: A\n"),
    Case("is given twice", GOOD + GOOD),
    Case("expected keys such as `company:`", "- a\n"),
    Case("the key company is missing", "currency: RUB\n"),
    Case("unknown key 'colums'", custom("deal_id: a", "colums: {deal_id: a}, ")),
    Case("unknown key curency", GOOD + "curency: RUB\n"),
    Case("expected keys with values below it", "company: A\n"),
    Case("expected text; put it in quotes", "company: {name: 5}\n"),
    Case("expected some text", "company: {name: ''}\n"),
    Case("expected a code of three capital letters", GOOD + "currency: rubles\n"),
    Case("not a date; expected YYYY-MM-DD", GOOD + "as_of: 2024-02-31\n"),
    Case("expected a number", GOOD + "kpi: {conversion_window_days: many}\n"),
    Case("expected a whole number", GOOD + "kpi: {conversion_window_days: 1.5}\n"),
    Case("expected true or false", GOOD + "report: {confidential: perhaps}\n"),
    Case("expected a list in square brackets", GOOD + "ignore: a.csv\n"),
    Case("expected fewer values in the list", GOOD + "windows: {before: [2024-01-01, 2024-02-01, 2024-03-01]}\n"),
    Case("is not a time zone", GOOD + "timezone: Moscow\n"),
    Case("expected a list of one or two of: ru, en", GOOD + "languages: []\n"),
    Case("is not a regular expression", GOOD + "exclude: {test_names: '('}\n"),
    Case("lies after go_live", GOOD + "roll_out: {pilot: 2024-05-01, go_live: 2024-04-01}\n"),
    Case("roll_out names 2031-01-01, but the data run from", GOOD + "roll_out: {go_live: 2031-01-01}\n", text(DEALS)),
    Case("lies before the first day of the data", GOOD + "as_of: 2020-01-01\n", text(DEALS)),
    Case("give both `before` and `after`", GOOD + "windows: {before: [2024-01-01, 2024-02-01]}\n"),
    Case(
        "ends (2024-01-01) before it starts",
        GOOD + "windows: {before: [2024-02-01, 2024-01-01], after: [2024-03-01, 2024-04-01]}\n",
    ),
    Case(
        "which is not earlier than `after` starts",
        GOOD + "windows: {before: [2024-01-01, 2024-03-31], after: [2024-03-01, 2024-04-01]}\n",
    ),
    Case("give either `paid_on` (a day) or `period`", GOOD + "costs: [{kind: licences, amount: 5}]\n"),
    Case("as 0.35 for 35 %", GOOD + "margin: 35\n"),
    Case(
        "windows.before ends 2024-01-31, after the roll-out began",
        GOOD
        + "roll_out: {go_live: 2024-01-10}\n"
        + "windows: {before: [2024-01-01, 2024-01-31], after: [2024-02-01, 2024-02-29]}\n",
        text(DEALS.replace(ROW, ROW + ROW.replace("1;A", "2;A").replace("01.02", "05.01"))),
    ),
    Case(
        "holds no whole month that touches the roll-out",
        GOOD + "windows: {before: [2024-01-05, 2024-01-20], after: [2024-02-01, 2024-02-29]}\n",
        text(DEALS),
    ),
    Case(
        "to 2024-02-01. Choose days inside the data",
        GOOD + "windows: {before: [2023-01-01, 2023-01-31], after: [2024-02-01, 2024-02-29]}\n",
        text(DEALS),
    ),
    Case("headers: unknown table", GOOD + "headers: {bitrix.deals: {amount: [x]}}\n"),
    Case("headers: bitrix24.deals has no column 'sum'", GOOD + "headers: {bitrix24.deals: {sum: [x]}}\n"),
    Case("expected a list of mappings", GOOD + "sources: {files: d.csv}\n"),
    Case("expected a list of keys with values", GOOD + "sources: [d.csv]\n"),
    Case("'files' is missing or not a text", source("{table: deals}")),
    Case("unknown table 'dealz'", source("{files: d.csv, table: dealz, columns: {deal_id: a}}")),
    Case("'columns' is missing", source("{files: d.csv, table: deals}")),
    Case("has no column 'deel_id'", custom("deel_id: a")),
    Case("give exactly one of 'header', 'value'", custom("deal_id: {}")),
    Case("'values' needs a 'header'", custom("deal_id: {value: x, values: {a: b}}")),
    Case("is no state of a deal", custom("status: {header: a, values: {x: done}}")),
    Case(
        "is only for 'table: survey_responses'",
        source("{files: d.csv, table: deals, columns: {deal_id: a}, questions: [{header: q, kind: nps}]}"),
    ),
    Case("expected a list, for example `- {header: nps", survey("{header: q}")),
    Case("kind: 'love' is not one of", survey("[{header: q, kind: love}]")),
    Case("expected [lowest, highest]", survey("[{header: q, kind: nps, scale: 5}]")),
    Case("is neither customer nor employee", survey("[{header: q, kind: nps, respondent: x}]")),
    Case("is not a date, expected for example 2024-05-01", custom("deal_id: a", "exported_at: May, ")),
    Case("header_line: expected a line number from 1", custom("deal_id: a", "read: {header_line: 0}, ")),
    Case("encoding: 'klingon' is not one of", custom("deal_id: a", "read: {encoding: klingon}, ")),
    Case("decimal: 'x' is not one of", custom("deal_id: a", "read: {decimal: x}, ")),
    Case(
        "names the header 'no such', which the file does not have",
        custom("deal_id: no such, status: {value: won}"),
        text("a;b\n1;2\n"),
    ),
    Case("has no header in line 9, as", custom("deal_id: a", "read: {header_line: 9}, "), text("a;b\n1;2\n")),
    Case(
        "sources[1]: table 'bitrix24.deals' needs",
        source("{files: d.csv, table: bitrix24.deals, columns: {amount: a}}"),
        text("a;b\n1;2\n"),
    ),
    Case(
        "make 1 rows of custom.deals with equal deal_id from the same lines of d.csv",
        source(
            "{files: d.csv, table: deals, columns: {deal_id: a}}, {files: d.csv, table: deals, columns: {deal_id: a}}"
        ),
        text("a;b\n1;2\n"),
    ),
]
