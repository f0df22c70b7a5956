"""Policies as data: the defaults, what is refused, and the check before publishing."""

from __future__ import annotations

from typing import Any

import pytest

from events.instant import HOUR
from processors.policies.policy import PolicyError, Target, contents
from processors.policies.sla_policy import CLOCKS, overlaid, parse_sla
from processors.policies.visit_policy import parse_visits
from processors.published.defaults import default_publications, read_policy
from processors.published.policy_check import check_policy
from processors.time.calendar import Calendar
from tests.processors.calendars import calendar, china

DEFAULTS = {data["policy_id"]: data for _, data in default_publications() if "policy_id" in data}
THE_135 = contents(DEFAULTS["sla-135"])
VISITS = contents(DEFAULTS["visits"])


def with_clock(name: str, **fields: Any) -> dict[str, Any]:
    """Return the 135 policy with another limit for one clock."""
    return overlaid(THE_135, {"clocks": {name: fields}})


def test_the_135_limits_are_one_three_and_five_working_days() -> None:
    """Accept in 1, resolve in 3, hard cases in 5."""
    policy = parse_sla(THE_135)
    accept, resolve = policy.clocks["accept"], policy.clocks["resolve"]

    assert accept.target == Target(1, "working-days")
    assert resolve.target == Target(3, "working-days")
    assert resolve.hard == Target(5, "working-days")


def test_the_default_policy_has_every_clock() -> None:
    """A clock without a limit would be left unarmed."""

    assert set(parse_sla(THE_135).clocks) == set(CLOCKS)


def test_accept_and_return_never_pause_and_the_others_do() -> None:
    """Departments must not stop the clock on which they sign for a case."""
    clocks = parse_sla(THE_135).clocks.values()

    assert {clock.name for clock in clocks if not clock.pauses} == {"accept", "return"}


def test_the_default_visit_rules_are_those_of_the_exact_meanings() -> None:
    """Thirty days, three visits, a cap of two, and the exempt grounds."""
    policy = parse_visits(VISITS)

    assert (policy.window_days, policy.crowding, policy.cap_per_year) == (30, 3, 2)
    assert policy.exempt_grounds == {"complaint", "emergency", "statutory"}


@pytest.mark.parametrize("policy_id", sorted(DEFAULTS))
def test_every_default_policy_can_be_computed(policy_id: str) -> None:
    """What we publish into an empty log passes our own check."""
    content = contents(DEFAULTS[policy_id])
    whole = overlaid(THE_135, content) if content["kind"] == "sla" else content

    assert check_policy(whole, china()) == []


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"clocks": {"aceppt": {}}}, "clocks.aceppt is unknown: use one of accept"),
        ({"clocks": {"accept": 3}}, "clocks.accept is 3: write fields"),
        ({"silence": {"target": 1.5, "unit": "working-days"}}, "silence.target is 1.5: days are"),
        ({"silence": {"target": 0, "unit": "working-days"}}, "silence.target is 0: write 1 to"),
        ({"silence": {"target": 9_999, "unit": "working-days"}}, "is 9999: write 1 to 3660"),
        ({"silence": {"target": "5", "unit": "working-days"}}, "silence.target is '5': write a nu"),
        ({"silence": {"target": True, "unit": "working-days"}}, "silence.target is True"),
        ({"silence": {"target": 5, "unit": "days"}}, "silence.unit is 'days': use one of seconds"),
        ({"bands": [50, 80, 200]}, "bands is .50, 80, 200.: write rising"),
        ({"bands": [100, 80]}, "bands is"),
        ({"bands": "80"}, "bands is '80'"),
        ({"warn_band": 60}, "warn_band is 60"),
        ({"warn_band": 100}, "warn_band is 100"),
        ({"pause": {"holiday": {}}}, "pause.holiday is unknown"),
        ({"ping_pong": {"rung_1_returns": 0}}, "rung_1_returns is 0"),
        ({"ping_pong": {"ordered_referrals": [3]}}, r"ordered_referrals\[0\] is 3"),
        ({"ping_pong": {"ordered_referrals": {}}, "default_owner": 3}, "default_owner is 3"),
        ({"applies_to": {"weather": "rain"}}, "applies_to.weather is unknown"),
        ({"applies_to": {"kind": 3}}, "applies_to.kind is 3: write a text or a list"),
        ({"applies_to": {"hard": "yes"}}, "applies_to.hard is 'yes': write true or false"),
        ({"version": 0}, "version is 0"),
        ({"version": "2"}, "version is '2'"),
        ({"valid_from": "2026-01-01T00:00:00"}, "valid_from is '2026-01-01T00:00:00'"),
        ({"timezone": "Mars"}, "timezone 'Mars' is unknown"),
        ({"limits": {}}, "limits is unknown"),
    ],
)
def test_a_wrong_field_is_named_with_its_file_and_the_mend(
    changes: dict[str, Any], message: str
) -> None:
    """Whoever writes a policy can mend it from the one line."""
    with pytest.raises(PolicyError, match=f"ours.yaml: .*{message}"):
        parse_sla(overlaid(THE_135, changes), "ours.yaml")


@pytest.mark.parametrize(
    "fields,message",
    [
        ({"target": 1, "unit": "working-days", "pauses": True}, "return and answer never pause"),
        ({"target": 9, "unit": "business-minutes", "cut_off": "17:00"}, "only days have a cut-off"),
        ({"target": 1, "unit": "working-days", "cut_off": "25:00"}, 'write "HH:MM", in quotes'),
        ({"target": 1, "unit": "working-days", "cut_off": 1020}, 'write "HH:MM", in quotes'),
        ({"target": 1, "unit": "working-days", "roll": "next"}, "only calendar-days roll"),
        ({"target": 1, "unit": "calendar-days", "roll": "back"}, "roll is 'back': use one of"),
    ],
)
def test_a_clock_that_contradicts_itself_is_refused(fields: dict[str, Any], message: str) -> None:
    """An option that would silently do nothing is a mistake."""
    with pytest.raises(PolicyError, match=message):
        parse_sla(with_clock("accept", **fields))


def test_a_cut_off_is_a_time_of_day() -> None:
    """17:00 written in quotes; YAML would read it as a number without them."""
    policy = parse_sla(with_clock("accept", target=1, unit="working-days", cut_off="17:00"))

    assert policy.clocks["accept"].cut_off == 17 * HOUR


def test_a_policy_that_lacks_a_part_says_which() -> None:
    """Nothing has a default number in code."""
    for part in ("clocks", "silence", "bands", "pause", "reopen", "ping_pong", "default_owner"):
        content = {name: value for name, value in THE_135.items() if name != part}
        with pytest.raises(PolicyError, match=part):
            parse_sla(content)


def test_null_takes_a_clock_away() -> None:
    """A county without follow-ups says so."""
    policy = parse_sla(overlaid(THE_135, {"clocks": {"follow-up": None}}))

    assert policy.clock("follow-up") is None
    assert policy.clock("accept") is not None


def test_the_catalogue_orders_referrals_by_department_and_category() -> None:
    """What the catalogue orders is no hop; '' stands for any."""
    referral = {"from": "market", "to": "fire", "category": "safety"}
    content = overlaid(THE_135, {"ping_pong": {"ordered_referrals": [referral, {"to": "court"}]}})
    orders = parse_sla(content).ping_pong.orders

    assert orders("market", "fire", "safety")
    assert not orders("market", "fire", "tax")
    assert orders("market", "court", "tax")
    assert not orders("fire", "market", "safety")


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"window_days": 0}, "window_days is 0"),
        ({"crowding": None}, "crowding is None"),
        ({"exempt_grounds": ["habit"]}, "exempt_grounds name habit: use some of complaint"),
        ({"overlap_severity": "loud"}, "overlap_severity is 'loud'"),
        ({"timezone": "Mars"}, "timezone 'Mars' is unknown"),
        ({"window": 30}, "window is unknown"),
    ],
)
def test_wrong_visit_rules_are_refused(changes: dict[str, Any], message: str) -> None:
    """The same errors as for limits: file, field, mend."""
    with pytest.raises(PolicyError, match=f"ours.yaml: {message}"):
        parse_visits(VISITS | changes, "ours.yaml")


@pytest.mark.parametrize(
    "known,problem",
    [
        (None, "calendar china is not published"),
        (calendar(), "calendar china is not published"),  # another id
        (calendar({"1": [["09:00", "09:01"]]}, calendar_id="china"), "silence cannot be computed"),
    ],
)
def test_a_deadline_that_cannot_be_computed_is_refused_at_publishing(
    known: Calendar | None, problem: str
) -> None:
    """It is refused loudly, never left unarmed."""
    silent = overlaid(THE_135, {"silence": {"target": 9_000, "unit": "business-minutes"}})
    found = check_policy(silent, known, "ours.yaml")

    assert [problem in line for line in found] == [True]


def test_a_check_reads_publications_and_broken_ones() -> None:
    """The check never fails itself: it returns lines."""
    data = {"policy_id": "x", "version": 1, "kind": "sla", "valid_from": "2026", "content": {}}

    assert check_policy(DEFAULTS["sla-135"], china()) == []
    assert check_policy(data, china()) == [
        "policy x: clocks is missing: write it, or publish a policy that has it"
    ]


@pytest.mark.parametrize(
    "text,message",
    [
        ("a: [", "ours.yaml: content is no YAML"),
        ("- a", "ours.yaml: content is"),
        ("policy_id: x\nversion: 1\nkind: sla\nvalid_from: 2026-01-01", "write a time in quotes"),
        ('policy_id: x\nversion: 1\nkind: tax\nvalid_from: "2026-01-01"', "kind is 'tax'"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(text: str, message: str) -> None:
    """The commonest slips of YAML are told from each other."""
    with pytest.raises(PolicyError, match=message):
        read_policy(text, "ours.yaml")
