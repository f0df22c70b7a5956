"""What redaction finds in free text, and what it must leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.redaction import redact, redact_data


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("证号110101199003074518。", "证号[id-number]。"),
        ("11010119900307451X", "[id-number]"),
        ("11010119900307451x，请回电", "[id-number]，请回电"),
        ("110101900307451", "[id-number]"),
        ("请打13812345678", "请打[telephone]"),
        ("+86 138-1234-5678", "[telephone]"),
        ("138 1234 5678或010-62345678", "[telephone]或[telephone]"),
        ("１３８１２３４５６７８", "[telephone]"),
        ("住幸福小区3号楼2单元501室", "住幸福小区[address]"),
        ("5栋1203", "[address]"),
        ("2单元501", "[address]"),
    ],
)
def test_personal_numbers_and_homes_are_replaced(text: str, kept: str) -> None:
    """What stands in the log stands there for ever."""
    assert kept == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "工业路8号",
        "No water since Monday.",
        "91110000600037341L",
        "案件20260928000123456789",
        "金额1380000元",
        "2026-10-09 10:30",
        "12345热线",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    """A case must stay readable: amounts, dates, places and codes of enterprises."""
    assert text == redact(text)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    """Events are sent again as they are read back."""
    assert redact(text) == redact(redact(text))


def test_only_free_text_is_read() -> None:
    """An id that looks like a telephone number is an id."""
    data = {"case_id": "13812345678", "note": "13812345678"}

    assert {"case_id": "13812345678", "note": "[telephone]"} == redact_data(data)
    assert "13812345678" == data["note"]
