"""Every event type of the contract, with one example each."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import EXAMPLES, MODELS
from events.models.base import is_uscc
from events.refusal import RefusedError
from events.routing import route
from events.upcasters import UPCASTERS, upcast
from events.validation import HUB_ONLY, validate

PROMISED = {
    "party.registered",
    "party.updated",
    "party.forgotten",
    "key.published",
    "key.revoked",
    "party.linked",
    "party.unlinked",
    "department.registered",
    "department.reorganised",
    "officer.registered",
    "visit.planned",
    "visit.recorded",
    "visit.cancelled",
    "case.opened",
    "case.assigned",
    "case.accepted",
    "case.contacted",
    "case.party-replied",
    "case.returned",
    "case.progressed",
    "case.paused",
    "case.resumed",
    "case.extended",
    "case.joint-handled",
    "case.decided",
    "case.adjudicated",
    "case.responded",
    "case.closed",
    "case.reopen-requested",
    "case.reopened",
    "case.evaluated",
    "case.evaluation-verified",
    "case.evaluation-appealed",
    "case.appeal-decided",
    "case.evaluation-excluded",
    "case.linked",
    "case.part-reported",
    "case.unlinked",
    "event.withdrawn",
    "policy.published",
    "calendar.published",
    "menu.published",
    "campaign.scheduled",
    "offer.made",
    "offer.opened",
    "offer.applied",
    "clock.ticked",
    "clock.warned",
    "clock.rebased",
    "finding.raised",
    "finding.updated",
    "finding.resolved",
    "finding.retracted",
    "finding.confirmed",
    "finding.dismissed",
    "alert.sent",
    "alert.acknowledged",
}
TYPES = sorted(MODELS)
WITHDRAWN = "event.withdrawn"
"""It goes where what it takes back went."""


def _refusal(key: tuple[str, int], data: Any) -> tuple[str, str]:
    with pytest.raises(RefusedError) as caught:
        validate(MODELS[key], data)
    return caught.value.code, caught.value.field


def test_every_promised_type_has_a_model() -> None:
    """The contract's table is what departments build against; a new type is no promise yet."""
    assert set() == PROMISED - {name for name, _ in MODELS}


def test_what_is_said_in_an_older_version_is_lifted_to_the_next() -> None:
    """Else folds read two shapes: write each missing step in `events/upcasters.py`."""
    older = {(name, version) for name, version in MODELS if (name, version + 1) in MODELS}

    assert set() == older - set(UPCASTERS)


@pytest.mark.parametrize("name", sorted({name for name, _ in MODELS} - HUB_ONLY - {WITHDRAWN}))
def test_what_may_be_sent_has_a_place_in_the_journals(name: str) -> None:
    """Intake would stop at it: write its subject and key in `events/routing.py`."""
    assert route(name, EXAMPLES[name, 1]).keys


@pytest.mark.parametrize("key", TYPES)
def test_the_example_of_a_type_is_valid(key: tuple[str, int]) -> None:
    """Departments copy examples before they read schemas."""
    validate(MODELS[key], EXAMPLES[key])


@pytest.mark.parametrize("key", TYPES)
def test_a_misspelt_field_is_refused(key: tuple[str, int]) -> None:
    """Silently dropped fields are the losses nobody sees."""
    assert ("unknown-field", "data.fieldd") == _refusal(key, {**EXAMPLES[key], "fieldd": "x"})


@pytest.mark.parametrize("key", TYPES)
def test_each_required_field_is_missed_by_name(key: tuple[str, int]) -> None:
    """A department must learn which field to give."""
    required = MODELS[key].model_json_schema()["required"]
    for field in required:
        data = {name: held for name, held in EXAMPLES[key].items() if name != field}

        assert ("missing-field", f"data.{field}") == _refusal(key, data)


@pytest.mark.parametrize("key", sorted(UPCASTERS))
def test_an_upcast_example_is_valid_in_the_newest_version(key: tuple[str, int]) -> None:
    """An upcaster must give what folds may rely on."""
    version, data = upcast(*key, EXAMPLES[key])

    assert (key[0], version + 1) not in MODELS
    validate(MODELS[key[0], version], data)


def _visit(**changes: Any) -> dict[str, Any]:
    data = {**EXAMPLES["visit.recorded", 1], **changes}
    return {name: held for name, held in data.items() if held is not None}


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("2026-09-28T08:59:59+08:00", "invalid-field"),
        ("2026-09-28T09:00:00+08:00", ""),
        ("2026-09-28T09:00:01+08:00", ""),
        ("2026-09-28T01:00:00Z", ""),
        ("2026-09-28T10:00:00", "time-without-offset"),
        ("9999-12-31T23:59:59Z", "time-out-of-range"),
        ("0001-01-01T00:00:00+14:00", "time-out-of-range"),
        ("2026-02-30T00:00:00Z", "invalid-field"),
        ("yesterday", "invalid-field"),
        ("", "invalid-field"),
    ],
)
def test_a_visit_ends_at_or_after_its_start(end: str, code: str) -> None:
    """Windows over a visit that ends before it starts would mean nothing."""
    if code:
        assert (code, "data.end") == _refusal(("visit.recorded", 1), _visit(end=end))
    else:
        validate(MODELS["visit.recorded", 1], _visit(end=end))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"party_id": ""}, None),
        ({"party_id": None, "party": {"name": "宏达食品"}}, None),
        ({"party_id": None}, ("missing-field", "data.party_id")),
        (
            {"party_id": None, "party": {"name": "x", "uscc": "911100006000373410"}},
            ("bad-uscc", "data.party.uscc"),
        ),
        ({"party_id": "P\x1f1"}, ("control-character", "data.party_id")),
        ({"departments": []}, ("invalid-field", "data.departments")),
        ({"departments": "fire"}, ("invalid-field", "data.departments")),
        ({"ground": "lunch"}, ("invalid-field", "data.ground")),
        ({"officers": ["O\n1"]}, ("control-character", "data.officers.0")),
        ({"visit_id": 7}, ("invalid-field", "data.visit_id")),
        ({"visit_id": ""}, ("invalid-field", "data.visit_id")),
    ],
)
def test_a_visit_names_its_party_and_departments(
    changes: dict[str, Any], refusal: tuple[str, str] | None
) -> None:
    """An unknown party is kept; a party nobody named is not."""
    if refusal:
        assert refusal == _refusal(("visit.recorded", 1), _visit(**changes))
    else:
        validate(MODELS["visit.recorded", 1], _visit(**changes))


@pytest.mark.parametrize(("level", "taken"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_level_is_from_one_to_five(level: int, taken: bool) -> None:
    """Averages over other scales would lie."""
    data = {**EXAMPLES["case.evaluated", 1], "level": level}
    if taken:
        validate(MODELS["case.evaluated", 1], data)
    else:
        assert ("invalid-field", "data.level") == _refusal(("case.evaluated", 1), data)


def test_a_decision_has_somebody_who_decided() -> None:
    """The contract wants departments, or department."""
    data = {"case_id": "K", "decision": "x"}

    assert ("missing-field", "data.departments") == _refusal(("case.decided", 1), data)


def test_data_that_is_no_object_is_refused() -> None:
    """A list or a text has no fields."""
    assert ("invalid-field", "data") == _refusal(("case.closed", 1), ["K-77"])


def test_a_content_without_end_of_depth_is_refused() -> None:
    """A policy nested a thousand levels deep would exhaust every reader's stack."""
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    data = {**EXAMPLES["policy.published", 1], "content": {"deep": deep}}

    assert "too-deep" == _refusal(("policy.published", 1), data)[0]


@pytest.mark.parametrize("weekly", [{}, {"1": []}, {"1": [], "7": []}])
def test_a_calendar_that_never_opens_is_refused(weekly: dict[str, Any]) -> None:
    """By it no deadline can be computed; accepted, it would be passed over in silence."""
    data = {**EXAMPLES["calendar.published", 1], "weekly": weekly}

    assert ("invalid-field", "data.weekly") == _refusal(("calendar.published", 1), data)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("91110000600037341L", True),
        ("91110000600037341M", False),
        ("91110000600037341", False),
        ("91110000600037341LL", False),
        ("统一社会信用代码", False),
    ],
)
def test_a_uscc_has_eighteen_characters_and_its_check(text: str, valid: bool) -> None:
    """GB 32100-2015: a wrong check character joins two enterprises."""
    assert valid == is_uscc(text)


@given(st.text(max_size=30))
def test_no_text_breaks_the_uscc_check(text: str) -> None:
    """The check runs on whatever a department wrote."""
    assert not is_uscc(text) or re.fullmatch(r"[0-9A-Z]{18}", text.strip().upper())
