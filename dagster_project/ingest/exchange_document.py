"""One document of a 1C exchange file (CommerceML or EnterpriseData) as one flat row with dotted names."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from dagster_project.ingest.xml_document import Element

KIND = "ВидДокумента"
TAX_ON_TOP = "НалогСверхСуммы"
_LISTS = frozenset(("Товары", "Услуги", "Скидки", "Налоги", "Подписанты", "ДопРеквизиты", "ДополнительныеРеквизиты"))
_KEY = "КлючевыеСвойства"
_BUYERS = frozenset(("Покупатель", "Плательщик", "Получатель"))

# Kinds of document by what they mean for sales; any other kind is no sale.
SHIPMENTS = frozenset(
    (
        *("Отпуск товара", "Отгрузка товара", "РеализацияТоваровУслуг", "РеализацияУслугПрочихАктивов"),
        *("АктВыполненныхРабот", "ОтчетОРозничныхПродажах", "ОтчетКомиссионера", "ОтчетКомиссионераОПродажах"),
    )
)
RETURNS = frozenset(("Возврат товара", "ВозвратТоваровОтПокупателя", "ВозвратТоваровОтКлиента"))
ORDERS = frozenset(
    ("Заказ товара", "Счет на оплату", "ЗаказКлиента", "ЗаказПокупателя", "СчетНаОплатуПокупателю", "СчетПокупателю")
)


def is_document(names: list[str]) -> bool:
    """Tell whether the names from the root down to an element lead to a document."""
    if names[0] == "КоммерческаяИнформация":
        return names[-1] == "Документ" and len(names) <= 4
    return names[0] == "Message" and names[-2:-1] == ["Body"] and names[-1].startswith("Документ.")


def kind_of(document: Element) -> str:
    """Return the kind of a document: what CommerceML calls ХозОперация, or the name of the EnterpriseData object."""
    return document.value("ХозОперация") or document.name.partition(".")[2]


def is_ours_to_sell(document: Element) -> bool:
    """Tell whether we are not the buyer: CommerceML says on which side of the document its sender stands."""
    return document.value("Роль") != "Покупатель"


def flatten_document(document: Element) -> dict[str, str]:
    """Return {dotted name: text} of a document; elements without a text are left out.

    Key properties lose their prefix, named attributes (ЗначенияРеквизитов) become columns of their names, of the
    parties the buyer stays (Контрагент.…), and of lists of lines only the taxes that come on top of the amount.
    """
    row = {KIND: kind_of(document)}
    tax = _tax_on_top(document)
    if tax is not None:
        row[TAX_ON_TOP] = tax
    for child in document.children:
        if child.name == "ЗначенияРеквизитов":
            for one in child.children:
                _put(row, one.value("Наименование") or "", one.value("Значение"))
        elif child.name == "Контрагенты":
            _put_all(row, "Контрагент.", _buyer(child))
        elif child.name == _KEY:
            _put_all(row, "", child)
        elif child.name not in _LISTS:
            _put_tree(row, child.name, child)
    return row


def _buyer(parties: Element) -> Element | None:
    buyers = [one for one in parties.children if one.value("Роль") in _BUYERS]
    return next(iter(buyers or parties.children), None)


def _tax_on_top(document: Element) -> str | None:
    """The sum of the taxes that the amount does not hold; None when there are none, or one is no number."""
    taxes = document.child("Налоги")
    on_top = [one for one in (taxes.children if taxes else []) if (one.value("УчтеноВСумме") or "").lower() == "false"]
    try:
        return str(sum((Decimal(one.value("Сумма") or "0") for one in on_top), Decimal(0))) if on_top else None
    except InvalidOperation:
        return None


def _put_all(row: dict[str, str], prefix: str, parent: Element | None) -> None:
    for child in parent.children if parent else ():
        _put_tree(row, prefix + child.name, child)


def _put_tree(row: dict[str, str], name: str, element: Element) -> None:
    if element.children:
        _put_all(row, f"{name}.", element)
    else:
        _put(row, name, element.text.strip())


def _put(row: dict[str, str], name: str, text: str | None) -> None:
    """Keep the first value of a name: what repeats is a list, and lists are not read."""
    if name and text:
        row.setdefault(name.replace("\0", ""), text.replace("\0", ""))
