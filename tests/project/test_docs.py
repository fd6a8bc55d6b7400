"""README and docs/ say what is: links lead somewhere, quoted commands exist, generated pages are current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from dagster_project.cli import _register_simulate, cli
from dagster_project.kpi_page import as_markdown
from dagster_project.new_workspace import TEMPLATE, make_workspace
from dagster_project.settings import FILE_NAME, Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "data" / "README.md"]
TOPS = ("dagster_project/", "reports/", "dbt/", "expectations/", "tests/", "bench/", "docs/", "data/")
_register_simulate()


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if ":" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    quoted = re.findall(r"`([\w./-]+)`", page.read_text(encoding="utf-8"))
    made = ("dbt/target/", "dbt/logs", "bench/results")
    named = [path for path in quoted if path.startswith(TOPS) and not path.startswith(made)]
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_every_command_that_a_page_quotes_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    wrong = []
    for command, rest in re.findall(
        r"(?:`|^ {4}|bin/)(?:\.venv/bin/)?crm-audit ([a-z]+)([^`\n#]*)", text, re.MULTILINE
    ):
        if command not in cli.commands:
            wrong.append(f"crm-audit {command}")
            continue
        known = {option for one in cli.commands[command].params for option in one.opts}
        wrong += [f"crm-audit {command} {option}" for option in re.findall(r"--[a-z-]+", rest) if option not in known]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    wrong += [
        f"make {one}" for one in re.findall(r"(?:`|^ {4})make ([a-z]+)", text, re.MULTILINE) if one not in targets
    ]
    assert wrong == []


def test_every_command_of_the_tool_is_on_a_page() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [command for command in cli.commands if f"crm-audit {command}" not in text] == []


def test_the_page_of_kpis_is_what_the_declarations_say() -> None:
    assert (ROOT / "docs" / "kpis.md").read_text(encoding="utf-8") == as_markdown() + "\n", "run: make docs"


def keys_of(model: type[BaseModel], above: str = "") -> list[str]:
    """Dotted keys of a settings model; those of the entries of a list are marked with []."""
    found = []
    for name, field in model.model_fields.items():
        inner = [one for one in (field.annotation, *getattr(field.annotation, "__args__", ())) if isinstance(one, type)]
        models = [one for one in inner if issubclass(one, BaseModel)]
        if models:
            many = models[0] is not field.annotation
            found += keys_of(models[0], f"{above}{name}[]." if many else f"{above}{name}.")
        else:
            found.append(f"{above}{name}")
    return found


def test_every_key_of_audit_yml_is_documented() -> None:
    page = (ROOT / "docs" / "audit-yml.md").read_text(encoding="utf-8")
    rows = {
        cell: line
        for line in page.splitlines()
        for cell in re.findall(r"`([\w.\[\]]+)`", line.split("|")[1:2][0] if "|" in line else "")
    }
    missing = []
    for key in keys_of(Settings):
        entry, _, inner = key.partition("[].")
        there = f"`{inner}`" in rows.get(f"{entry}[]", "") if inner else key in rows or f"{key}[]" in rows
        missing += [] if there else [key]
    assert missing == []
    assert [
        row for row in rows if row.removesuffix("[]") not in {key.partition("[]")[0] for key in keys_of(Settings)}
    ] == []


def test_a_new_workspace_has_settings_that_load(tmp_path: Path) -> None:
    make_workspace(tmp_path / "w", None, 'ООО "Ромашка": {сбыт}')
    assert load_settings(tmp_path / "w").company.name == 'ООО "Ромашка": {сбыт}'


def test_every_example_in_the_template_is_valid_when_its_comment_mark_is_removed(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8").format(company="Пример")
    lines = [re.sub(r"^( *)# (?=( *- | {2,}|[a-z_]+: ?))", r"\1", line) for line in text.splitlines()]
    lines = [line for line in lines if not re.match(r"# |  # \.\.\.", line)]
    examples = yaml.safe_load("\n".join(lines))
    shown = set(examples)
    assert shown >= {
        "company",
        "roll_out",
        "windows",
        "kpi",
        "events",
        "stages",
        "survey_questions",
        "headers",
        "sources",
    }
    (tmp_path / FILE_NAME).write_text("\n".join(lines), encoding="utf-8")
    settings = load_settings(tmp_path)
    assert settings.stages and settings.events and settings.sources and settings.roll_out.teams


def test_the_decisions_are_numbered_dated_and_short() -> None:
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {int(path.name[:4])}. ") and re.match(r"Date: \d{4}-\d\d-\d\d$", lines[2])
        assert len(lines) <= 40, f"{path.name} is longer than a page"


def test_the_picture_of_the_readme_is_small() -> None:
    assert (ROOT / "docs" / "images" / "page-2.png").stat().st_size < 250_000


def test_both_readmes_give_the_same_two_commands() -> None:
    for name in ("README.md", "README.ru.md"):
        commands = re.findall(r"^ {4}(make \w+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert commands == ["make audit", "make test"]
