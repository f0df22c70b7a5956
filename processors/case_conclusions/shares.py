"""
Responsibility shares: of a case that was passed on, whose hands the business time went through.

``bounced``: minutes of working time that a lead held the case and then passed it on, by giving
it back or because another was sent. ``unowned``: minutes in which nobody owned it, at the
charge of the department that gave it back (of '' before the first lead). ``passes``: how often
the department passed it on. The time of whoever answered is no share: that is handling.

The exclusions are those of ping-pong: assignments on referral or jointly, and referrals that
the catalogue orders, pass nothing, nor does the default owner, who holds what nobody took. A time
without an owner counts once it has ended. There is one row per department, of cases passed on only.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from events.instant import MINUTE
from processors.case_conclusions.case_readings import Readings
from processors.cases.assignments import BY_DEFAULT, LEAD, NEVER_COUNTED, Assignment, Stint
from processors.cases.case_fact import Mark
from processors.cases.case_story import Story
from processors.cases.owners import gaps
from processors.folding.conclusion import Snapshot
from processors.policies.sla_policy import PingPongPolicy
from processors.time.working_time import open_between


def share_rows(key: str, story: Story, read: Readings) -> Iterator[Snapshot]:
    """Yield one row per department that passed the case on, or left it to nobody."""
    if read.terms is None or len(story.hands.assignments) < 2:
        return
    calendar, policy = read.terms.calendar, read.terms.policy.ping_pong
    found: dict[str, list[int]] = {}
    for stint, ended in _passed_on(story, policy):
        held = open_between(calendar, stint.start.time, ended.time)
        _add(found, stint.department, 0, held)
        _add(found, stint.department, 2, 1)
    if not found:
        return
    departments = {given.id: given.department for given in story.hands.assignments}
    for gap in gaps(story):
        if gap.end is not None:
            spent = open_between(calendar, gap.start.time, gap.end.time)
            _add(found, departments.get(gap.assignment_id, ""), 1, spent)
    for department, (bounced, unowned, passes) in sorted(found.items()):
        row = {
            "case_id": key,
            "department": department,
            "bounced": bounced // MINUTE,
            "unowned": unowned // MINUTE,
            "passes": passes,
        }
        yield Snapshot("share", f"{key}/{department}", key, row)


def _passed_on(story: Story, policy: PingPongPolicy) -> Iterator[tuple[Stint, Mark]]:
    """Yield the stints of leads that ended by passing the case on, each with its end."""
    given = {one.id: one for one in story.hands.assignments}
    stints = [stint for stint in story.hands.stints if stint.role == LEAD]
    for stint, following in zip_longest(stints, stints[1:]):
        if stint.ended is None or stint.ended_by not in {"returned", "reassigned"}:
            continue
        if given[stint.assignment_id].basis == BY_DEFAULT:
            continue
        after = given[following.assignment_id] if following else None
        if stint.ended_by == "reassigned" and not _counts(stint, after, policy, story.category):
            continue
        yield stint, stint.ended


def _counts(stint: Stint, after: Assignment | None, policy: PingPongPolicy, category: str) -> bool:
    """Tell whether handing the case from *stint* to *after* passes it on."""
    if after is None or after.department == stint.department or after.basis in NEVER_COUNTED:
        return False
    return not policy.orders(stint.department, after.department, category)


def _add(found: dict[str, list[int]], department: str, column: int, amount: int) -> None:
    found.setdefault(department, [0, 0, 0])[column] += amount
