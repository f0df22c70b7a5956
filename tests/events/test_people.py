"""Who is a person in an event, and what stands in the log instead of them."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.people import Parted, identifies, is_personal_name, part

ID_NUMBER = "330702199003074518"


def _pseudonym(text: str) -> str:
    return f"person:{crc32(text.encode())}"


def _part(**data: Any) -> Parted:
    return part(data, "subject", _pseudonym)


@pytest.mark.parametrize(
    "value",
    [
        ID_NUMBER,
        "33070219900307451x",
        "330702900307451",
        "13812345678",
        "+86 138-1234-5678",
        "张三",
    ],
)
def test_some_values_name_a_person_by_themselves(value: str) -> None:
    """Such a value says who it is to whoever reads the log."""
    assert identifies(value)


@pytest.mark.parametrize(
    "value",
    ["P-1001", "91110000600037341L", "1381234567", "138123456789", "王家村", "E-13812345678"],
)
def test_an_id_of_a_department_says_nothing_to_others(value: str) -> None:
    """It is a pseudonym already, and links what the department says."""
    assert not identifies(value)


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("张三", True),
        ("王小明", True),
        ("欧阳春", True),
        ("王大锤子", False),
        ("欧阳", False),
        ("王家村", False),
        ("宏达公司", False),
        ("清溪县宏达食品有限公司", False),
        ("Zhang San", False),
    ],
)
def test_a_persons_name_is_known_by_its_form(name: str, personal: bool) -> None:
    """Departments tell parties by name, and rarely say what they are."""
    assert personal == is_personal_name(name)


def test_a_number_becomes_the_same_pseudonym_however_it_is_written() -> None:
    """Two departments write one telephone number in two ways: it is one party."""
    ways = ("13812345678", "138 1234 5678", "+86-138-1234-5678", "１３８１２３４５６７８")

    assert 1 == len({_part(party_id=way).data["party_id"] for way in ways})


def test_a_resident_is_known_by_the_departments_id_and_loses_the_name() -> None:
    """The name is for who visits, not for who counts."""
    found = _part(party_id="R-7", kind="resident", name="张三", area="清溪县3栋1203")

    assert {"party_id": "R-7", "kind": "resident", "name": "R-7", "area": "清溪县[address]"} == (
        found.data
    )
    assert [("R-7", {"name": "张三"})] == list(found.entrusted)


def test_a_resident_told_by_name_is_one_of_name_and_area() -> None:
    """Two of one name in two counties are two."""
    here, there = (
        _part(party={"name": "张三", "area": area}, text="张三家没水")
        for area in ("清溪县", "东湖县")
    )

    assert here.data["party_id"] != there.data["party_id"]
    assert "[name]家没水" == here.data["text"]
    assert here.data["party_id"] == here.data["party"]["name"]


def test_an_enterprise_keeps_its_name() -> None:
    """Enterprises are found again by their names, and have no privacy to lose here."""
    for party in ({"name": "宏达"}, {"name": "张三", "kind": "enterprise"}):
        data = {"party": party, "text": "停电"}

        assert part(data, "", _pseudonym).data is data


def test_the_subject_of_the_envelope_follows() -> None:
    """A number would otherwise stand beside its own pseudonym."""
    found = part({"party_id": ID_NUMBER}, ID_NUMBER, _pseudonym)

    assert found.data["party_id"] == found.subject != ID_NUMBER


@given(
    st.sampled_from([ID_NUMBER, "13812345678", "P-1", "张三"]), st.sampled_from(["张三", "宏达"])
)
def test_parting_twice_changes_nothing_more(party_id: str, name: str) -> None:
    """A record of the journal may be sent again as it was read."""
    once = _part(party_id=party_id, kind="resident", name=name, area="清溪县").data

    assert once == {**_part(**once).data}
