"""What a user gets for a mistake: exit code 2 and one message that names the thing and the way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.conftest import crm_audit

DEALS = "ID;Название сделки;Стадия сделки;Сумма;Дата создания;Ответственный\n"
ROW = "{id};Поставка;Новая;{amount};01.02.2024 10:00:00;Иванов И. И.\n"


def workspace(folder: Path, settings: str = "company: {name: A}\n", **files: str) -> Path:
    (folder / "landing").mkdir(parents=True)
    (folder / "audit.yml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        (folder / "landing" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("settings", "files", "words"),
    [
        ("company: {name: A}\n", {}, ["landing/", "no file"]),
        ("company: {name: A}\ncurency: RUB\n", {"d": DEALS}, ["curency", "currency"]),
        ("company: {name: A}\nas_of: 2024-02-31\n", {"d": DEALS}, ["as_of"]),
        ("company: {name: A}\n", {"strange": "a;b\n1;2\n"}, ["strange.csv", "'a', 'b'", "sources"]),
        (
            "company: {name: A}\nroll_out: {go_live: 2031-01-01}\n",
            {"d": DEALS + ROW.format(id=1, amount=5)},
            ["2031-01-01", "2024-02-01", "roll_out"],
        ),
        (
            "company: {name: A}\n",
            {"one": DEALS + ROW.format(id=1, amount=5), "two": DEALS + ROW.format(id=1, amount=6)},
            ["one.csv", "two.csv", "deal_id = 1", "exported_at"],
        ),
        (
            "company: {name: A}\nsources: [{files: 'd.csv', table: dealz, columns: {}}]\n",
            {"d": DEALS},
            ["dealz", "deals"],
        ),
    ],
)
def test_a_mistake_is_one_message_with_the_way_to_mend_it(tmp_path, settings, files, words):
    done = crm_audit("run", workspace(tmp_path / "w", settings, **files))
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    missing = [word for word in words if word not in done.stderr]
    assert not missing, done.stderr


def test_a_workspace_without_audit_yml_says_how_to_make_one(tmp_path):
    done = crm_audit("run", tmp_path)
    assert done.returncode == 2 and "crm-audit new" in done.stderr


def test_an_impossible_as_of_is_refused(tmp_path):
    done = crm_audit("run", workspace(tmp_path / "w"), "--as-of", "31.12.2024")
    assert done.returncode == 2 and "YYYY-MM-DD" in done.stderr


def test_new_writes_a_commented_proposal_and_never_applies_it(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "pipeline.csv").write_text(
        "opportunity,opened,closed,value\nX1,2024-01-05,2024-02-01,100\n", encoding="utf-8"
    )
    done = crm_audit("new", tmp_path / "w", "--from", exports)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "w" / "audit.yml").read_text(encoding="utf-8")
    assert "pipeline.csv" in text
    assert all(line.startswith("#") or not line.strip() for line in text[text.index("pipeline.csv") :].splitlines()[1:])
    assert crm_audit("run", tmp_path / "w").returncode == 2


@pytest.mark.parametrize("command", ["new", "sources", "check", "run", "report", "verify", "kpis", "ui", "simulate"])
def test_every_command_has_help(command):
    done = crm_audit(command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 5
