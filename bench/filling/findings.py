"""What was found: one event in a hundred, one in three still open, every rule alike."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filling.drawn import Fill, Size, at, case, department, party, place, visit_event


def fills(size: Size) -> Iterator[Fill]:
    found = (size.visits + size.cases * 15 // 2) // 100
    yield Fill("finding_records", found, {**_found(size), **_about(size), **_became(size)})


def _found(size: Size) -> dict[str, str]:
    visit = f"draw(20, number) % {size.visits}"
    return {
        **place("findings"),
        "event_id": "concat('hub#', toString(number))",
        "name": "'finding.raised'",
        "finding_id": "lower(hex(MD5(toString(number))))",
        "rule": "['duplicate-visit', 'stalled', 'ping-pong', 'repeated-case', 'bad-evaluation']"
        "[1 + number % 5]",
        "kind": "['window', 'resolve', 'bounce', 'recurrence', 'rectify'][1 + number % 5]",
        "severity": "if(number % 4 = 0, 'breach', 'warning')",
        "subject": f"concat('bureau/v', toString({visit}))",
    }


def _about(size: Size) -> dict[str, str]:
    about = case(f"draw(22, number) % {size.cases}")
    return {
        "party_id": party(f"draw(21, number) % {size.parties}"),
        "case_id": f"if(number % 5 = 0, '', {about})",
        "department": department("10"),
        "clock": "if(number % 5 = 1, 'resolve', '')",
        "episode": "if(number % 5 IN (1, 4), '1', '')",
    }


def _became(size: Size) -> dict[str, str]:
    visits = [visit_event(f"draw({salt}, number) % {size.visits}") for salt in (20, 24)]
    step = f"concat('/departments/centre#c', toString(draw(25, number) % {size.cases * 7}))"
    return {
        "raised_at": at("23"),
        "resolved_at": f"if(number % 3 > 0, toNullable({at('23')}), NULL)",
        "status": "if(number % 3 > 0, 'resolved', 'open')",
        "evidence": f"multiIf(number % 5 = 0, [{', '.join(visits)}], [{step}])",
        "revision": "1",
    }
