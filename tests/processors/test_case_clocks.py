"""Which clock starts, stops and breaches when: the boundary of each, in threes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from events.event import Event
from events.instant import Instant
from processors.folding.conclusion import Notice
from tests.history import (
    accepted,
    assigned,
    at,
    case_row,
    clock,
    closed,
    concluded,
    contacted,
    decided,
    evaluated,
    flags,
    found,
    handled,
    joint_handled,
    opened,
    progressed,
    reopened,
    replied,
    responded,
    returned,
)

SECOND = 1_000_000
DEADLINES = {
    "accept": at(1, 17, 30),
    "first-contact": at(1, 17, 30),
    "resolve": at(3, 17, 30),
    "holding": at(3, 17, 30),
    "return": at(2, 17, 30),
    "silence": at(7, 17, 30),
}


def _begun() -> list[Event]:
    return [opened(), assigned("water")]


def _shifted(when: Instant, seconds: float) -> Instant:
    return Instant(round(when + seconds * SECOND))


@pytest.mark.parametrize("kind", ["accept", "resolve", "holding", "silence"])
@pytest.mark.parametrize(("seconds", "breached"), [(-1, False), (0, False), (1, True)])
def test_a_clock_is_breached_just_beyond_its_deadline_only(
    kind: str, seconds: float, breached: bool
) -> None:
    """What happens at the very instant of a deadline is still in time."""
    now = _shifted(DEADLINES[kind], seconds)

    expected = [DEADLINES[kind]] if breached else []
    assert expected == [f.raised_at for f in found(concluded(*_begun(), now=now), kind)]


@pytest.mark.parametrize(("seconds", "status"), [(-1, "met"), (0, "met"), (1, "breached")])
def test_an_answer_is_in_time_up_to_the_instant_of_the_deadline(
    seconds: float, status: str
) -> None:
    """A department may use the whole time it was given."""
    answer = responded("water", _shifted(DEADLINES["resolve"], seconds))

    row = clock(concluded(*_begun(), answer), "resolve")

    assert status == row["status"]


@pytest.mark.parametrize(("seconds", "status"), [(-1, "met"), (0, "met"), (1, "breached")])
def test_an_acceptance_is_in_time_up_to_the_instant_of_its_deadline(
    seconds: float, status: str
) -> None:
    """The same edge holds for every clock."""
    signed = accepted("water", _shifted(DEADLINES["accept"], seconds))

    assert status == clock(concluded(*_begun(), signed), "accept")["status"]


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)])
def test_a_return_after_its_window_is_flagged(seconds: float, late: bool) -> None:
    """Two working days to say that a case is not ours; after that it counts as kept."""
    back = returned("water", _shifted(DEADLINES["return"], seconds))

    seen = concluded(*_begun(), contacted("water", at(0, 10)), back)

    assert late == ("returned-late" in flags(seen))
    assert ("breached" if late else "met") == clock(seen, "return")["status"]


def test_a_return_window_that_lapses_unused_is_no_breach() -> None:
    """It is a right, not a duty: nobody is blamed for keeping a case."""
    seen = concluded(*_begun(), now=at(30))

    row = clock(seen, "return")
    assert ("cancelled", row["deadline"]) == (row["status"], row["stopped_at"])
    assert [] == found(seen, "return")


@pytest.mark.parametrize("later", [at(4, 9), at(10, 9), at(30)])
def test_a_lapsed_return_window_reads_the_same_from_then_on(later: Instant) -> None:
    """Nothing is due of it any more, so who concludes later must not come to another row."""
    lapsed = concluded(*_begun(), now=_shifted(DEADLINES["return"], 1))

    assert clock(lapsed, "return") == clock(concluded(*_begun(), now=later), "return")


def _resolve_warnings(now: Instant) -> list[Notice]:
    return [n for n in concluded(*_begun(), now=now).notices if n.key[1] == "resolve"]


@pytest.mark.parametrize(
    ("percent", "reached"), [(50, at(1, 17, 30)), (80, at(3, 10, 24))], ids=["50", "80"]
)
@pytest.mark.parametrize(("seconds", "warned"), [(-1, False), (0, False), (1, True)])
def test_a_warning_comes_just_beyond_its_share_of_the_business_time(
    percent: int, reached: Instant, seconds: float, warned: bool
) -> None:
    """From Monday 09:00 to Thursday 17:30 there are 1 680 business minutes."""
    notices = _resolve_warnings(_shifted(reached, seconds))

    assert warned == ((percent, reached) in [(n.data["percent"], n.time) for n in notices])


@pytest.mark.parametrize(
    ("now", "percent"),
    [(at(4, 9), 100), (at(10, 9), 200), (at(30), 300)],
)
def test_one_finding_grows_with_the_bands_beyond_the_breach(now: Instant, percent: int) -> None:
    """200 and 300 % update the finding of 100 %: the rung fires once."""
    (finding,) = found(concluded(*_begun(), now=now), "resolve")

    assert percent == finding.details["percent"]
    assert DEADLINES["resolve"] == finding.raised_at


def test_acceptance_is_counted_from_dispatch_and_not_from_the_opening() -> None:
    """The case may wait at the centre; that is not the department's time."""
    seen = concluded(opened(), assigned("water", at(2, 10)))

    assert "2026-03-04T02:00:00Z" == clock(seen, "accept")["started_at"]
    assert "2026-03-02T01:00:00Z" == clock(seen, "resolve")["started_at"]


def test_the_resolve_clock_never_restarts_inside_an_episode() -> None:
    """Passing a case on must not win time for the case."""
    seen = concluded(opened(), assigned("water"), assigned("power", at(2)), now=at(3))

    assert "2026-03-05T09:30:00Z" == clock(seen, "resolve")["deadline"]
    assert "2026-03-09T09:30:00Z" == clock(seen, "holding", assignment="power-1")["deadline"]


def test_passing_a_case_on_in_time_leaves_the_holding_clock_unjudged() -> None:
    """It was neither kept too long nor answered."""
    seen = concluded(opened(), assigned("water"), assigned("power", at(2)))

    assert "cancelled" == clock(seen, "holding", assignment="water-1")["status"]


def test_the_department_at_fault_for_the_case_is_who_led_it_when_it_broke() -> None:
    """Who takes over a broken case did not break it."""
    seen = concluded(opened(), assigned("water"), assigned("power", at(4, 10)), now=at(5))

    (finding,) = found(seen, "resolve")
    assert "water" == finding.department


def test_a_case_nobody_was_given_has_nobody_at_fault() -> None:
    """The finding is there, its department is ''."""
    (finding,) = found(concluded(opened(), now=at(10)), "resolve")

    assert "" == finding.department


def test_a_breach_that_was_stopped_is_a_resolved_finding_without_any_tick_inside() -> None:
    """Loaded history gives the findings it would have given then."""
    seen = concluded(*_begun(), accepted("water", at(0, 10)), responded("water", at(9)))

    (finding,) = found(seen, "resolve")
    assert ("resolved", at(9)) == (finding.status, finding.resolved_at)


def test_a_clock_met_in_time_finds_nothing() -> None:
    """The ordinary case is silent."""
    seen = concluded(*_begun(), accepted("water", at(0, 10)), responded("water", at(1)))

    assert () == seen.findings
    assert seen.next_due is None


def test_a_hard_case_has_five_days_once_it_is_handled_jointly() -> None:
    """Row D: hard cases in 5 through 会办."""
    seen = concluded(
        opened(hard=True), assigned("water"), joint_handled(at(1), "water", "power"), now=at(4)
    )

    assert "2026-03-09T09:30:00Z" == clock(seen, "resolve")["deadline"]


@pytest.mark.parametrize(
    "events",
    [
        [opened(hard=True), assigned("water")],
        [opened(), assigned("water"), decided(at(1))],
        [opened(hard=True), assigned("water"), decided(at(4))],
    ],
    ids=["never settled", "not opened as hard", "settled after the breach"],
)
def test_a_case_has_five_days_neither_by_its_word_nor_too_late(events: list[Event]) -> None:
    """Hard needs the word and the deed, and nothing undoes a breach."""
    seen = concluded(*events, now=at(4, 12))

    assert "2026-03-05T09:30:00Z" == clock(seen, "resolve")["deadline"]
    assert 1 == len(found(seen, "resolve"))


def test_not_ours_answers_nobody() -> None:
    """A department that is not responsible returns the case; the party still waits."""
    seen = concluded(*_begun(), responded("water", at(1), "not-ours"), now=at(5))

    assert 1 == len(found(seen, "resolve"))


def test_an_explanation_is_an_answer() -> None:
    """Row D: what cannot be done is explained."""
    seen = concluded(*_begun(), responded("water", at(1), "explained"), now=at(5))

    assert "met" == clock(seen, "resolve")["status"]


def test_the_response_of_an_assisting_department_does_not_answer_the_party() -> None:
    """Co-handlers have their own clocks; the lead answers."""
    helping = assigned("power", role="assist")
    seen = concluded(*_begun(), helping, responded("power", at(1)), now=at(5))

    assert "running" != clock(seen, "holding", assignment="power-1")["status"]
    assert "breached" == clock(seen, "resolve")["status"]


def test_an_answer_that_only_plans_starts_the_follow_up_clock() -> None:
    """Else a promise would be the cheapest answer."""
    seen = concluded(*_begun(), responded("water", at(1), "planned"), now=at(30))

    assert "met" == clock(seen, "resolve")["status"]
    (finding,) = found(seen, "follow-up")
    assert at(15, 17, 30) == finding.raised_at


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (responded("water", at(4)), "met"),
        (closed(at(4)), "met"),
        (closed(at(4), "unsolved"), "cancelled"),
    ],
)
def test_a_promise_is_kept_by_a_solution(ending: Event, status: str) -> None:
    """A case closed unsolved leaves the judgement to the party's evaluation."""
    seen = concluded(*_begun(), responded("water", at(1), "planned"), ending, now=at(30))

    assert status == clock(seen, "follow-up")["status"]


def test_a_case_withdrawn_by_its_party_is_not_judged() -> None:
    """Nobody failed to answer what nobody asks any more."""
    seen = concluded(*_begun(), closed(at(1), "withdrawn"))

    assert "cancelled" == clock(seen, "resolve")["status"]


@pytest.mark.parametrize("reset", [accepted, contacted])
def test_a_sign_of_life_ends_a_silence(reset: Callable[[str, Instant], Event]) -> None:
    """Stalled is not overdue: five working days without anything meaningful."""
    quiet = concluded(*_begun(), reset("water", at(4)), now=at(11, 17, 30))
    stalled = concluded(*_begun(), reset("water", at(4)), now=at(11, 17, 31))

    assert 0 == len(found(quiet, "silence"))
    assert [at(11, 17, 30)] == [f.raised_at for f in found(stalled, "silence")]


def test_a_filler_note_does_not_end_a_silence() -> None:
    """Else a note a week would keep a case asleep for ever."""
    seen = concluded(*_begun(), progressed("water", at(4)), now=at(8))

    assert [at(7, 17, 30)] == [f.raised_at for f in found(seen, "silence")]


def test_a_second_silence_opens_the_same_finding_again() -> None:
    """A rung fires once per case, clock and episode; the finding counts."""
    seen = concluded(*_begun(), replied(at(8)), now=at(30))

    (finding,) = found(seen, "silence")
    assert ("open", 2, at(7, 17, 30)) == (
        finding.status,
        finding.details["times"],
        finding.raised_at,
    )


def test_no_clock_runs_before_somebody_opened_the_case() -> None:
    """A response to a case nobody opened is kept and flagged."""
    seen = concluded(responded("water", at(1)), now=at(30))

    assert "unopened" == case_row(seen)["status"]
    assert ["before-opening"] == flags(seen)
    assert () == seen.findings


def test_a_case_that_was_assigned_and_never_opened_has_the_clocks_of_its_dispatch() -> None:
    """The department was given it and owes an answer, whoever forgot to write the opening down."""
    seen = concluded(assigned("water"), now=at(9))

    assert ("unopened", ["before-opening"]) == (case_row(seen)["status"], flags(seen))
    assert {"accept", "holding", "never-started"} == {f.kind for f in seen.findings}
    assert {"water"} == {f.department for f in seen.findings}
    assert clock(seen, "resolve") is None


def test_an_opening_that_arrives_late_joins_the_clocks_of_the_dispatch() -> None:
    """They stay what they were; the case gets its own, its party and its place."""
    given = assigned("water", at(0, 10))
    before, after = concluded(given, now=at(9)), concluded(given, opened(), now=at(9))

    assert clock(before, "holding") == clock(after, "holding")
    assert {f.finding_id for f in before.findings} <= {f.finding_id for f in after.findings}
    assert {"", "P-1"} == {f.party_id for f in (*before.findings, *after.findings)}
    assert [] == flags(after)


def test_a_late_opening_joins_what_was_kept() -> None:
    """Whatever order things arrive in, the case is the same."""
    first, answer = opened(), responded("water", at(1))

    assert concluded(first, answer) == concluded(answer, first)


def test_the_gap_between_closing_and_re_opening_counts_on_no_clock() -> None:
    """GLPI counts it as pending; nobody works on a closed case."""
    seen = concluded(*handled(), reopened(at(9)), now=at(10))

    assert "2026-03-11T01:00:00Z" == clock(seen, "resolve", 2)["started_at"]
    assert () == seen.findings


def test_rework_has_the_target_of_putting_a_bad_result_right() -> None:
    """A re-opened episode has its own clock: five working days in the 135 policy."""
    seen = concluded(*handled(), reopened(at(7)))

    assert "2026-03-16T09:30:00Z" == clock(seen, "resolve", 2)["deadline"]


def test_an_overturned_closing_loses_its_on_time_credit() -> None:
    """Else a sham closing would look punctual."""
    before = concluded(*handled())
    after = concluded(*handled(), reopened(at(7)))

    assert ["met", "cancelled"] == [clock(c, "resolve")["status"] for c in (before, after)]


def test_a_bad_evaluation_starts_rectification_and_nothing_else() -> None:
    """Only a verified one re-opens the case."""
    history = [*handled(), evaluated(at(2), 2)]
    seen = concluded(*history, now=at(20))

    assert 1 == case_row(seen)["episode"]
    assert [at(9, 17, 30)] == [f.raised_at for f in found(seen, "rectify")]
    assert ["dissatisfied"] == [f.kind for f in seen.findings if f.rule == "bad-evaluation"]


@pytest.mark.parametrize(
    ("level", "solved", "bad"),
    [(1, None, True), (2, None, True), (3, None, False), (5, False, True), (5, True, False)],
)
def test_level_two_or_unsolved_is_bad(level: int, solved: bool | None, bad: bool) -> None:
    """Solved is a question apart from satisfied."""
    history = handled()
    seen = concluded(*history, evaluated(at(2), level, solved=solved))

    assert bad == (clock(seen, "rectify") is not None)


@pytest.mark.parametrize(
    ("endings", "status"),
    [
        ([reopened(at(3))], "met"),
        ([decided(at(3))], "met"),
        ([responded("water", at(3))], "running"),
        ([responded("water", at(3)), evaluated(at(4), revisit=True)], "met"),
        ([evaluated(at(4), 4, revisit=True)], "met"),
        ([responded("water", at(3)), evaluated(at(4), 1, revisit=True)], "running"),
        ([evaluated(at(4), 5, revisit=True, collected_by="hub", collector="water")], "running"),
    ],
)
def test_rectification_ends_by_an_upheld_verdict_or_a_good_revisit(
    endings: list[Event], status: str
) -> None:
    """Nobody rates their own work, and a second answer alone proves nothing."""
    history = [*handled(), evaluated(at(2), 1)]

    assert status == clock(concluded(*history, *endings), "rectify")["status"]


def test_contacting_the_party_is_no_acceptance() -> None:
    """A department may call and still not take the case: the accept clock runs on."""
    seen = concluded(*_begun(), contacted("water", at(0, 10)), accepted("water", at(2)))

    assert "breached" == clock(seen, "accept")["status"]


def test_a_department_that_answered_without_signing_has_accepted() -> None:
    """What proves more than a signature stops the accept clock too."""
    seen = concluded(*_begun(), responded("water", at(1)), now=at(5))

    assert "met" == clock(seen, "accept")["status"]


def test_never_started_names_the_department_that_did_nothing() -> None:
    """Split and forget: assigned, and no meaningful act within the target."""
    helping = assigned("power", role="assist")
    seen = concluded(*_begun(), helping, contacted("water", at(1)), now=at(2))

    assert ["power"] == [f.department for f in found(seen, "never-started")]


@pytest.mark.parametrize(("seconds", "count"), [(-1, 0), (0, 0), (1, 1)])
def test_never_started_is_raised_just_beyond_first_contact(seconds: float, count: int) -> None:
    """The edge is the deadline's own."""
    now = _shifted(DEADLINES["first-contact"], seconds)

    assert count == len(found(concluded(*_begun(), now=now), "never-started"))
