"""What redaction finds in free text, and what it must leave."""

from __future__ import annotations

import subprocess
import sys

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
        ("解放西路188弄5号601室漏水", "解放西路[address]漏水"),
        ("人民路12号3幢502室", "人民路[address]"),
        ("清溪镇东山村12号", "清溪镇东山村[address]"),
        ("东山村3组12号老人", "东山村[address]老人"),
        ("我家住人民路88号，没水", "我家住[address]，没水"),
        ("I live at 12 Garden Street, no water", "I live at [address], no water"),
        ("Flat 5B of the estate", "[address] of the estate"),
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
        "人民路88号路灯坏了",
        "12 Garden Street has no light",
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


def test_a_place_keeps_where_but_not_whose_door() -> None:
    """Neighbours complain about one estate: the door would tell them apart, and who they are."""
    doors = ({"place": f"幸福小区3号楼2单元{room}室"} for room in (501, 602))

    assert [{"place": "幸福小区"}] * 2 == [redact_data(data) for data in doors]
    assert {"place": "工业路8号"} == redact_data({"place": "工业路8号"})


_LENGTH = 128 * 1024
_LINEAR = """
import sys
from events.redaction import redact
for piece in sys.argv[2:]:
    redact(piece * (int(sys.argv[1]) // len(piece)))
    print(piece, flush=True)
"""


def test_a_text_is_read_once_whatever_it_repeats() -> None:
    """A run of 90 000 digits took eight minutes: one sender could have stopped the intake."""
    pieces = ["0", "１", " ", "1 ", "1号", "1组", "1 单元", "号楼1 ", "1弄 ", "村 ", "村1", "flat "]
    pieces += ["flat 1", "家住", "家住1", "live at ", "live at 1 a", "138 ", "+86-", "(010)", "01-"]
    command = [sys.executable, "-c", _LINEAR, str(_LENGTH), *pieces]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60)

    assert pieces == [line for line in done.stdout.split("\n") if line]
