"""Exchange files of 1C: one row for each sales document; hostile, damaged and foreign XML is refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.xml_document import stream_elements
from dagster_project.paths import dbt_project

CATALOGUE = load_catalogue(dbt_project())


def document(number: str, kind: str = "Заказ товара", inside: str = "", role: str = "Продавец") -> str:
    return (
        f"<Документ><Ид>{number}</Ид><Номер>{number}</Номер><Дата>2024-03-05</Дата><Время>09:07:08</Время>\n"
        f"<ХозОперация>{kind}</ХозОперация><Роль>{role}</Роль><Валюта>руб</Валюта><Сумма>1234.5</Сумма>\n"
        "<Контрагенты><Контрагент><Роль>Продавец</Роль><Наименование>Мы</Наименование></Контрагент>"
        "<Контрагент><Роль>Покупатель</Роль><Наименование>ООО Ромашка</Наименование><ИНН>7701234567</ИНН>"
        f"<КПП>770101001</КПП></Контрагент></Контрагенты>{inside}</Документ>\n"
    )


def commerce_ml(*documents: str, encoding: str = "UTF-8") -> str:
    root = '<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.10">'
    told = "".join(documents)
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{root}\n{told}</КоммерческаяИнформация>\n'


def enterprise_data(*objects: str) -> str:
    space = "http://v8.1c.ru/edi/edi_stnd/EnterpriseData/1.8"
    return (
        '<msg:Message xmlns:msg="http://www.1c.ru/SSL/Exchange/Message"><msg:Header><msg:Format>'
        f'{space}</msg:Format></msg:Header><Body xmlns="{space}">{"".join(objects)}</Body></msg:Message>'
    )


def sold(kind: str, number: str) -> str:
    return (
        f"<{kind}><КлючевыеСвойства><Ссылка>8f52d38a</Ссылка><Дата>2024-03-05T09:07:08</Дата><Номер>{number}</Номер>"
        "<Организация><Наименование>Мы</Наименование><ИНН>7709999999</ИНН></Организация></КлючевыеСвойства>"
        "<Контрагент><Наименование>Ромашка</Наименование><ИНН>7701234567</ИНН></Контрагент>"
        "<Валюта><ДанныеКлассификатора><Код>643</Код></ДанныеКлассификатора></Валюта>"
        "<Сумма>500</Сумма><Товары><Строка><Сумма>500</Сумма></Строка></Товары>"
        f"</{kind}>"
    )


def load(folder: Path, content: str | bytes, name: str = "a.xml") -> Ledger:
    (folder / "landing").mkdir(exist_ok=True)
    (folder / "landing" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return ingest(folder, CATALOGUE, [], strict=False)


def rows(ledger: Ledger, columns: str) -> list[tuple[object, ...]]:
    with duckdb.connect(":memory:") as connection:
        create_raw_relations(connection, CATALOGUE, ledger, [])
        return connection.execute(f"select {columns} from raw_onec.documents order by _row_number").fetchall()


def test_documents_of_commerceml_are_rows_with_their_lines_and_the_buyer(tmp_path: Path) -> None:
    inside = (
        "<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Проведен</Наименование><Значение>true</Значение>"
        "</ЗначениеРеквизита><ЗначениеРеквизита><Наименование>ID сделки CRM</Наименование><Значение>17</Значение>"
        "</ЗначениеРеквизита></ЗначенияРеквизитов><Налоги><Налог><УчтеноВСумме>false</УчтеноВСумме><Сумма>200.5</Сумма>"
        "</Налог><Налог><УчтеноВСумме>true</УчтеноВСумме><Сумма>7</Сумма></Налог></Налоги>"
    )
    ledger = load(tmp_path, commerce_ml(document("А-1", inside=inside), document("А-2")))
    assert [feed.full_name for feed in ledger.active[0].feeds] == ["onec.documents"]
    columns = "order_number, amount, tax_on_top, company_name, tax_id, registration_id, is_posted, deal_key, _line"
    assert rows(ledger, columns) == [
        ("А-1", "1234.5", "200.5", "ООО Ромашка", "7701234567", "770101001", "true", "17", 3),
        ("А-2", "1234.5", None, "ООО Ромашка", "7701234567", "770101001", None, None, 6),
    ]


def test_rows_add_up_and_orders_give_way_to_the_shipments_of_the_file(tmp_path: Path) -> None:
    kinds = ["Заказ товара", "Отпуск товара", "Возврат товара", "Выплата безналичных денег", "Переоценка товаров"]
    written = [document(str(number), kind) for number, kind in enumerate(kinds)]
    broken = document("", "Отпуск товара").replace("<Номер></Номер>", "")
    bought = document("8", "Отпуск товара", role="Покупатель")
    entry = load(tmp_path, commerce_ml(*written, broken, bought)).active[0]
    assert (entry.rows_in, entry.rows_loaded, entry.rows_quarantined) == (7, 2, 1)
    assert entry.excluded == {"other_document": 3, "shipped_order": 1}
    kept = (tmp_path / "raw" / "quarantine" / f"{entry.file_id}.jsonl").read_text(encoding="utf-8").splitlines()
    told = [(one["first_line"], one["outcome"]) for one in map(json.loads, kept)]
    assert told == [(3, "excluded"), (12, "excluded"), (15, "excluded"), (18, "quarantined"), (21, "excluded")]


def test_documents_of_enterprisedata_are_rows_and_catalogues_are_none(tmp_path: Path) -> None:
    catalogue = "<Справочник.Контрагенты><Наименование>Ромашка</Наименование></Справочник.Контрагенты>"
    kinds = ("РеализацияТоваровУслуг", "ВозвратТоваровОтПокупателя", "ПоступлениеТоваровУслуг")
    ledger = load(tmp_path, enterprise_data(catalogue, *(sold(f"Документ.{kind}", "0000-1") for kind in kinds)))
    assert rows(ledger, "document_kind, order_number, order_date, amount, currency, tax_id") == [
        ("РеализацияТоваровУслуг", "0000-1", "2024-03-05T09:07:08", "500", "643", "7701234567"),
        ("ВозвратТоваровОтПокупателя", "0000-1", "2024-03-05T09:07:08", "500", "643", "7701234567"),
    ]
    assert ledger.active[0].excluded == {"other_document": 1}


@pytest.mark.parametrize(
    ("declared", "written", "noted"),
    [
        ("windows-1251", "cp1251", False),
        ("UTF-8", "utf-8", False),
        ("UTF-8", "utf-8-sig", False),
        ("UTF-16", "utf-16", False),
        ("UTF-8", "cp1251", True),
        ("windows-1251", "utf-8", True),
        ("no-such", "utf-8", True),
    ],
)
def test_letters_are_right_in_every_encoding_also_when_another_is_declared(
    tmp_path: Path, declared: str, written: str, noted: bool
) -> None:
    ledger = load(tmp_path, commerce_ml(document("А-1"), encoding=declared).encode(written))
    assert rows(ledger, "order_number, company_name") == [("А-1", "ООО Ромашка")]
    assert ("other_encoding" in {issue.code for issue in ledger.active[0].issues}) is noted


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
OPENING = '<?xml version="1.0"?>\n'


def with_doctype(doctype: str, entity: str) -> str:
    return commerce_ml(document(entity)).replace("<КоммерческаяИнформация", f"{doctype}<КоммерческаяИнформация")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (with_doctype(BOMB, "&a11;"), "declares a document type"),
        (with_doctype(EXTERNAL, "&e;"), "declares a document type"),
        (commerce_ml(document("&nothing;")), "no well-formed XML: line 3"),
        (commerce_ml(document("1"))[:-40], "the file ends too early"),
        (commerce_ml("<Документ>" + "<a>" * 100_000), "nested too deeply"),
        (commerce_ml("<a>" * 100_000), "nested too deeply"),
        (commerce_ml(document("1")).replace("</Номер>", ""), "no well-formed XML"),
        (commerce_ml("<Документ><Номер>" + "1" * (2 << 20) + "</Номер></Документ>"), "holds a text of more than 1 MB"),
        (commerce_ml("<Каталог><Товары/></Каталог>"), "without a document"),
        (OPENING + "<rss><channel/></rss>", "no exchange file of 1C"),
        (OPENING, "no exchange file of 1C"),
        (commerce_ml(document("Ж")).encode("utf-8")[:-60] + b"\xff\x98\x00" * 30, "bytes that are not"),
    ],
    ids=["bomb", "external", "entity", "cut", "deep", "deep outside", "tags", "long", "lists", "rss", "bare", "bytes"],
)
def test_hostile_damaged_and_foreign_xml_is_refused_with_the_reason(
    tmp_path: Path, content: str | bytes, told: str
) -> None:
    (refused,) = load(tmp_path, content).refused
    assert told in refused.message and "a.xml" in refused.message
    assert "root:" not in refused.message


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co")), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_every_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "texts.xml"
    path.write_text("<a>" + "".join(f"<b>{escape(text)}</b>" for text in texts) + "</a>", encoding="utf-8")
    read = [element.text for element in stream_elements(path, "utf-8", lambda names: names == ["a", "b"])]
    assert read == texts


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_damaged_anywhere_is_read_right_or_refused_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    good = commerce_ml(*(document(str(number)) for number in range(3))).encode()
    place = data.draw(st.integers(0, len(good) - 1))
    cut = data.draw(st.integers(1, 40))
    folder = tmp_path_factory.mktemp("damage")
    ledger = load(folder, good[:place] + data.draw(st.binary(max_size=8)) + good[place + cut :])
    assert len(ledger.active) + len(ledger.refused) == 1
    for entry in ledger.active:
        assert entry.rows_in == entry.rows_loaded + entry.rows_quarantined + sum(entry.excluded.values())
