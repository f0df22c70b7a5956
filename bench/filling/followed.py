"""What followed a case: its evaluation, its share of lost time, its cluster, its return."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filling.drawn import Fill, Size, at, case, department, place, snapshot


def fills(size: Size) -> Iterator[Fill]:
    yield Fill("evaluation_snapshots", size.cases * 3 // 4, _evaluation())
    yield Fill("share_snapshots", size.cases // 50, _share())
    yield Fill("cluster_snapshots", size.cases // 10, _cluster())
    yield Fill("case_returns", size.cases // 30, _return())


def _evaluation() -> dict[str, str]:
    return {
        **snapshot(case("number")),
        "case_id": case("number"),
        "episode": "1",
        "level": "toNullable(1 + draw(16, number) % 5)",
        "solved": "toNullable(number % 4 > 0)",
        "collected_by": "['party', 'hub', 'third-party'][1 + number % 3]",
        "outcome": "if(number % 6 = 0, 'unreachable', 'answered')",
        "time": f"toNullable({at('17')})",
        "department": department("10"),
    }


def _share() -> dict[str, str]:
    return {
        **snapshot(case("number")),
        "case_id": case("number"),
        "department": department("10"),
        "bounced": "60 + number % 900",
        "passes": "1",
    }


def _cluster() -> dict[str, str]:
    return {
        **snapshot(case("number")),
        "cluster_id": "concat('L', toString(number % 200))",
        "case_id": case("number"),
        "lead": "number < 200",
        "lead_case": case("number % 200"),
        "score": "0.9",
        "status": "['open', 'closed', 'closed', 'proposed'][1 + number % 4]",
    }


def _return() -> dict[str, str]:
    return {
        **place("journal.cases"),
        "event_id": "concat('/departments/centre#r', toString(number))",
        "time": at("18"),
        "case_id": case("number * 30"),
        "department": department("10"),
        "better_owner": department("19"),
    }
