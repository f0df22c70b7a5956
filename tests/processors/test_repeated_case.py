"""The same matter again: while its case is open, and after it was closed."""

from __future__ import annotations

from typing import Any

import pytest

from events.event import Event
from tests.history import assigned, at, closed, reopened, responded, withdrawn
from tests.processors.matter_history import (
    LAMP,
    LAMP_AGAIN,
    PIPE,
    case,
    ended,
    find,
    of,
    told,
)


def found(*events: Event) -> dict[str, str]:
    """Return case → kind of the repeated cases among *events*."""
    said = find(told(events), "repeated-case")
    return {subject: kind for kind, subject in said}


def finding(*events: Event) -> dict[str, Any]:
    (said,) = find(told(events), "repeated-case").values()
    return said


def test_a_party_that_tells_its_open_matter_again_has_one_case_appended_to_the_other() -> None:
    """In other words, wrapped in a letter: the reader should know that both are one."""
    said = finding(case("K-1", at(0), LAMP), case("K-2", at(3), LAMP_AGAIN))

    assert ("append", "K-2", "K-1") == (
        said["kind"],
        said["case_id"],
        said["details"]["earlier_case"],
    )
    assert 2 == len(said["evidence"])


@pytest.mark.parametrize(
    "other",
    [
        case("K-2", at(3), PIPE),
        case("K-2", at(3), LAMP_AGAIN, "P-2"),
        case("K-2", at(3), LAMP_AGAIN, category="roads"),
        case("K-2", at(3), LAMP_AGAIN, area="义乌市"),
        case("K-2", at(3), ""),
    ],
    ids=["another matter", "another party", "another category", "another county", "no text"],
)
def test_what_is_not_the_same_is_not_appended(other: Event) -> None:
    """One party may have two matters, and two parties one."""
    assert {} == found(case("K-1", at(0), LAMP), other)


def test_the_unknown_party_repeats_nothing() -> None:
    """Who is unknown may be anybody."""
    assert {} == found(case("K-1", at(0), LAMP, ""), case("K-2", at(3), LAMP, ""))


def test_two_places_are_two_matters_however_alike_the_words() -> None:
    """A lamp broken at number 8 and one at number 12."""
    text = "门口的路灯坏了半个月，晚上看不清路，老人出行很不安全"
    first = case("K-1", at(0), text, place="工业路8号")

    assert {} == found(first, case("K-2", at(1), text, place="工业路12号"))
    assert {"K-2": "append"} == found(first, case("K-2", at(1), text, place="工业路"))


@pytest.mark.parametrize(
    "hours, kind", [(-1, "append"), (0, "recurrence"), (1, "recurrence")], ids=str
)
def test_at_the_closing_a_case_is_open_no_more(hours: float, kind: str) -> None:
    """The instant of the closing belongs to what comes after it."""
    history = [case("K-1", at(0)), of("K-1", closed(at(2)))]

    assert {"K-2": kind} == found(*history, case("K-2", at(2, 9 + hours), LAMP_AGAIN))


@pytest.mark.parametrize("days, back", [(89, True), (90, True), (91, False)])
def test_a_matter_comes_back_within_so_many_local_dates(days: int, back: bool) -> None:
    """The last date is inside, to its last minute."""
    history = [case("K-1", at(0)), of("K-1", closed(at(2)))]
    again = case("K-2", at(2 + days, 23, 50), LAMP_AGAIN)

    assert back == ("recurrence" in found(*history, again).values())


def test_a_recurrence_names_who_closed_it_and_links_the_answer() -> None:
    """Evidence of a sham closing, and the old answer for whoever takes the case (row S)."""
    answer = of("K-1", responded("water", at(1)))
    history = [
        case("K-1", at(0)),
        of("K-1", assigned("water", at(0))),
        answer,
        of("K-1", closed(at(2))),
        case("K-2", at(9), LAMP_AGAIN),
    ]

    said = finding(*history)

    assert ("water", "warning") == (said["department"], said["severity"])
    assert answer.event_id == said["details"]["answer"]
    assert answer.event_id in said["evidence"]


def test_a_matter_that_comes_back_at_the_same_place_may_be_another_partys() -> None:
    """The lamp does not care who walks under it."""
    history = [case("K-1", at(0), place="工业路8号"), of("K-1", closed(at(2)))]
    again = case("K-2", at(9), LAMP_AGAIN, "P-2", place="工业路8号")

    assert {"K-2": "recurrence"} == found(*history, again)
    assert {} == found(*history, case("K-2", at(9), PIPE, "P-2", place="工业路8号"))


def test_a_party_that_took_its_matter_back_may_raise_it_again() -> None:
    """A closing as withdrawn is nobody's sham."""
    history = [case("K-1", at(0)), of("K-1", closed(at(2), "withdrawn"))]

    assert {} == found(*history, case("K-2", at(9)))


def test_a_case_that_was_reopened_is_open() -> None:
    """What is told meanwhile belongs to it."""
    history = [case("K-1", at(0)), of("K-1", closed(at(2))), of("K-1", reopened(at(4)))]

    assert {"K-2": "append"} == found(*history, case("K-2", at(5)))


def test_the_finding_is_resolved_when_the_repeated_case_is_closed() -> None:
    """Then nobody handles it twice any more."""
    said = finding(case("K-1", at(0)), case("K-2", at(1)), of("K-2", closed(at(2))))

    assert ("resolved", "2026-03-04T01:00:00Z") == (said["status"], said["resolved_at"])


def test_a_withdrawn_opening_takes_back_what_stood_on_it() -> None:
    """Whichever of the two it was."""
    first, second = case("K-1", at(0)), case("K-2", at(1))
    for gone in (first, second):
        taken = of(gone.data["case_id"], withdrawn(gone, at(2)))

        assert {} == found(first, second, taken)


def test_an_earlier_case_that_comes_late_is_seen() -> None:
    """What is earlier is said by the openings, not by who came first."""
    assert {"K-2": "append"} == found(case("K-2", at(1)), case("K-1", at(0)))


def test_a_case_whose_category_was_mended_is_compared_where_it_belongs() -> None:
    """Opened wrongly, taken back and opened again: the finding moves with the case."""
    wrong = case("K-2", at(1), category="roads")
    taken = of("K-2", withdrawn(wrong, at(1, 11)))
    mended = case("K-2", at(1, 10))
    run = ended(told([case("K-1", at(0)), wrong, taken, mended]), at(2))

    assert [("append", "K-2")] == list(find(run, "repeated-case"))
