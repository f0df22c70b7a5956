"""What is concluded of visits: one in thirty joint, one in forty cancelled."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filling.drawn import Fill, Size, at, department, party, snapshot, visit_event


def fills(size: Size) -> Iterator[Fill]:
    whose = party(f"draw(2, number) % {size.parties}")
    yield Fill("visit_snapshots", size.visits, {**_what(whose), **_when(), **_who(size)})


def _what(whose: str) -> dict[str, str]:
    return {
        **snapshot(f"concat({department('1')}, '/v', toString(number))"),
        "visit_id": "concat('v', toString(number))",
        "party_id": whose,
        "cluster_id": whose,
        "departments": f"if(number % 30 = 0, [{department('1')}, {department('6')}], "
        f"[{department('1')}])",
        "purpose": "['service', 'inspection', 'safety'][1 + number % 3]",
        "ground": "'routine'",
    }


def _when() -> dict[str, str]:
    return {
        "start": f"toNullable({at('3')})",
        "end": f"toNullable(addSeconds({at('3')}, 3600))",
        "status": "if(number % 40 = 0, 'cancelled', 'recorded')",
    }


def _who(size: Size) -> dict[str, str]:
    officer = f"concat('o', toString(draw(5, number) % {size.officers}))"
    return {
        "event_id": visit_event("number"),
        "department": department("1"),
        "officers": f"if(number % 2 = 0, [{officer}], [{officer}, concat({officer}, 'b')])",
        "campaign_id": "if(number % 1000 = 0, concat('day', toString(number % 12)), '')",
    }
