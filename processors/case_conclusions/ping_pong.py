"""
Ping-pong: a case is passed between departments instead of being handled.

* ``return``: the second return by a lead is rung 1, for the dispatcher; the third is rung 2,
  for adjudication. The numbers are the policy's.
* ``bounce``: over the lead assignments in order, equal neighbours collapsed, any s[i] = s[i−2],
  returned or not. Rung 1.
* ``cycle``: s[i] was an owner before, and its latest earlier place is more than two back. (What
  comes straight back is a bounce, however often; it is not also a cycle.) Rung 1.
* ``unowned``: nobody owns the case for more than the policy's time. Rung 2.

Left out of s: assignments on referral or jointly, and referrals that the catalogue orders.
Assisting parts and other cases (parent, child) never enter it. A finding is raised at the
event that made it true, of the whole case, once per rung; it is resolved by the next answer
(or closing), ``unowned`` by the next lead. At fault is who passed it on: the returner, or the
department that gave it back; for ``unowned`` nobody.

Source: the contract, "Findings"; the semantics, "Buck-passing".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from events.finding import Finding, Severity
from events.instant import Instant
from processors.case_conclusions.found import answer_after, found
from processors.case_conclusions.rules import Rules, least
from processors.cases.assignments import LEAD, NEVER_COUNTED, Assignment, Return
from processors.cases.case_story import Story
from processors.cases.owners import Gap
from processors.policies.sla_policy import PingPongPolicy
from processors.time import deadline

RULE = "ping-pong"
_RUNGS: tuple[tuple[str, Severity], ...] = (("1", "warning"), ("2", "breach"))


def owners(story: Story, policy: PingPongPolicy | None) -> list[Assignment]:
    """Return the lead assignments that count, equal neighbours collapsed to the first."""
    owners: list[Assignment] = []
    for given in story.hands.assignments:
        if given.role != LEAD or given.basis in NEVER_COUNTED:
            continue
        before = owners[-1].department if owners else ""
        ordered = policy and policy.orders(before, given.department, story.category)
        if before == given.department or ordered:
            continue
        owners.append(given)
    return owners


def hops(story: Story, policy: PingPongPolicy | None) -> int:
    """Return how often the buck was passed: what ``owners`` leaves out is no hop."""
    return max(len(owners(story, policy)) - 1, 0)


def lead_returns(story: Story) -> list[Return]:
    return [r for r in story.returns if r.role == LEAD]


def returned(case: tuple[str, str], story: Story, policy: PingPongPolicy) -> Iterator[Finding]:
    """Yield rung 1 and rung 2 of the returns."""
    returns = lead_returns(story)
    limits = (policy.rung_1_returns, policy.rung_2_returns)
    for (rung, severity), limit in zip(_RUNGS, limits, strict=True):
        if len(returns) < limit:
            continue
        last = returns[limit - 1]
        yield found(
            RULE,
            "return",
            case,
            last.mark.time,
            severity=severity,
            evidence=tuple(r.mark.event_id for r in returns[:limit]),
            resolved=answer_after(story, last.mark),
            department=last.department,
            rung=rung,
            details={"returns": len(returns)},
        )


def passed_round(case: tuple[str, str], story: Story, policy: PingPongPolicy) -> Iterator[Finding]:
    """Yield the bounce and the cycle of the case, each at its first instance."""
    line = owners(story, policy)
    places = [_latest(line, place) for place in range(len(line))]
    bounces = [(b, place) for place, b in enumerate(places) if 0 <= b == place - 2]
    cycles = [(b, place) for place, b in enumerate(places) if 0 <= b < place - 2]
    for kind, loops in (("bounce", bounces), ("cycle", cycles)):
        if loops:
            yield _loop(case, story, kind, line, loops)


def _latest(line: list[Assignment], place: int) -> int:
    """Return the latest place before *place* of the same department, -1 when there is none."""
    department = line[place].department
    earlier = (n for n in range(place - 1, -1, -1) if line[n].department == department)
    return next(earlier, -1)


def _loop(
    case: tuple[str, str],
    story: Story,
    kind: str,
    line: list[Assignment],
    loops: list[tuple[int, int]],
) -> Finding:
    begin, end = loops[0]
    back = line[end].given
    return found(
        RULE,
        kind,
        case,
        back.time,
        severity="warning",
        evidence=tuple(a.given.event_id for a in line[begin : end + 1]),
        resolved=answer_after(story, back),
        department=line[end - 1].department,
        rung="1",
        details={"path": [a.department for a in line], "times": len(loops)},
    )


class Unowned(NamedTuple):
    """A gap measured: ``since`` it is too long (event time), None while it is not."""

    gap: Gap
    since: Instant | None
    next_due: Instant | None


def unowned(gap: Gap, rules: Rules) -> Unowned | None:
    """Return *gap* measured by the policy's limit; exactly at it is in time. None: no rules."""
    terms = rules.at(gap.end)
    if terms is None:
        return None
    target = terms.policy.ping_pong.unowned
    if gap.end and gap.end.time - gap.start.time < least(target):
        return None
    limit = deadline.due(terms.calendar, gap.start.time, target).deadline
    until = gap.end.time if gap.end else rules.now
    if until > limit:
        return Unowned(gap, limit, None)
    return Unowned(gap, None, None if gap.end else Instant(limit + 1))


def nobody(case: tuple[str, str], measured: Unowned) -> Finding | None:
    """Return the finding of a gap that is too long."""
    gap, since = measured.gap, measured.since
    if since is None:
        return None
    return found(
        RULE,
        "unowned",
        case,
        since,
        severity="breach",
        evidence=(gap.start.event_id,),
        resolved=gap.end,
        episode=gap.episode,
        assignment_id=gap.assignment_id,
        rung="2",
    )
