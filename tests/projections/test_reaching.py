"""Offers against whom they fit, campaigns and what came of them, and what was answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from events.generations import FIRST
from events.record import Record
from hub.embedded.answer_index import AnswerIndex
from projections import knowledge, sink
from projections.embedded import EmbeddedWarehouse
from tests.projections.records import Log, said
from tests.projections.test_levels import party, visit
from tests.projections.test_reports import case, report

VISITS = "journal.visits"


def menu(log: Log, **criteria: list[str]) -> None:
    items = [{"item": "loan", "criteria": criteria}, {"item": "for-nobody-in-particular"}]
    log.event("menu.published", "01-02 09:00", menu_id="m", version=1, content={"items": items})


def offer(log: Log, name: str, when: str, id: str, to: str) -> None:
    log.event(f"offer.{name}", when, offer_id=id, party_id=to, menu_id="m", item="loan",
              topic=VISITS)  # fmt: skip


def test_who_fits_and_was_never_told_is_known(warehouse: EmbeddedWarehouse, log: Log) -> None:
    """P-1 fits and applied, P-2 fits and never heard of it, P-3 was told of what is not for it."""
    menu(log, industry=["food", "toys"], stage=["growing"])
    party(log, "P-1", industry="food", stage="growing")
    party(log, "P-2", industry="toys", stage="growing")
    party(log, "P-3", industry="toys", stage="failing")
    offer(log, "made", "03-02 09:00", "F-1", "P-1")
    offer(log, "opened", "03-03 09:00", "F-1", "P-1")
    offer(log, "applied", "03-04 09:00", "F-1", "P-1")
    offer(log, "made", "03-02 09:00", "F-3", "P-3")
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    assert [("m", "loan", 2, 1, 1, 50.0, 1, 1, 1, 50.0)] == report(warehouse, "offers")
    assert (("P-2",),) == warehouse.query(
        "SELECT id FROM report_offers_cases WHERE number = 'untold'"
    ).rows


@pytest.mark.parametrize(
    ("criteria", "fits"),
    [
        ({"kind": ["enterprise"]}, 1),
        ({"kind": ["village"]}, 0),
        ({"area": ["东湖县"]}, 1),
        ({"size": ["small"], "area": ["清溪县"]}, 1),
        ({"size": ["large"]}, 0),
    ],
)
def test_each_criterion_asks_the_profile(
    warehouse: EmbeddedWarehouse, log: Log, criteria: dict[str, list[str]], fits: int
) -> None:
    """An area is that of the seat or of a site; what is not asked for fits everybody."""
    menu(log, **criteria)
    party(log, "P-1", size="small", sites=[{"area": "东湖县"}])
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    assert fits == sum(row[2] for row in report(warehouse, "offers"))


def campaign(log: Log, version: int = 1, **more: Any) -> None:
    log.event("campaign.scheduled", "01-02 09:00", campaign_id="C-27", version=version,
              name="爱企日", **more)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "next_date"),
    [("03-26 23:59", "2026-03-27"), ("03-27 23:59", "2026-03-27"), ("03-28 00:00", "2026-04-27")],
)
def test_the_next_day_of_a_campaign_is_the_next_27th(
    warehouse: EmbeddedWarehouse, log: Log, now: str, next_date: str
) -> None:
    """On the day itself it is today."""
    campaign(log, monthly_day=27)
    log.tick(now)
    sink.project(log.records, warehouse)

    assert [next_date] == [str(row[4]) for row in report(warehouse, "campaigns")]


def test_a_campaign_shows_its_visits_the_cases_from_them_and_its_problem(
    warehouse: EmbeddedWarehouse, log: Log
) -> None:
    """One common problem, two enterprises invited, of which one will come; one case solved."""
    campaign(log, category="labour", cluster_id="G-1")
    campaign(log, version=2, category="labour", cluster_id="G-1", end=said("03-10 00:00"),
             monthly_day=27)  # fmt: skip
    visit(log, "V-1", "03-02 09:00", "tax", campaign_id="C-27")
    visit(log, "V-2", "03-02 11:00", "tax", campaign_id="C-27", party_id="P-2", cluster_id="P-2")
    visit(log, "V-3", "03-09 11:00", "tax", campaign_id="C-27", status="planned")
    facts = {"party_id": "P-1", "cluster_id": "P-1"}
    case(log, "K-1", "03-02 10:00", visit_id="V-1", outcome="solved", **facts)
    case(log, "K-2", "03-02 10:00", visit_id="V-1", **facts)
    case(log, "K-3", "03-02 10:00", visit_id="V-1", party_id="P-9", cluster_id="P-9")
    for id, lead in (("K-2", 1), ("K-3", 0)):
        log.snapshot("cluster", id, 1, cluster_id="G-1", case_id=id, lead=lead, lead_case="K-2")
    for id, words in (("F-1", ("made", "opened", "applied")), ("F-2", ("made",))):
        for word in words:
            log.event(f"offer.{word}", "03-01 09:00", offer_id=id, party_id=f"P-{id}",
                      campaign_id="C-27")  # fmt: skip
    log.tick("03-11 00:00")
    sink.project(log.records, warehouse)

    counts = (2, 0, 2, 1, 1, 1, 2, 2, 2, 1, 50.0)
    assert [("C-27", "爱企日", "labour", "G-1", None, *counts)] == report(warehouse, "campaigns")
    assert [] == report(warehouse, "offers")


def answered(log: Log, id: str, question: str, answer: str, level: int = 0, **more: Any) -> str:
    case(log, id, "03-02 09:00", **({"status": "closed", "category": "labour"} | more))
    log.event("case.opened", "03-02 09:00", case_id=id, text=question)
    if level:
        log.snapshot("evaluation", f"{id}/1", 1, case_id=id, episode=1, outcome="answered",
                     level=level, time=said("03-05 09:00"))  # fmt: skip
    return log.event("case.responded", "03-03 09:00", "labour", case_id=id, kind="solved",
                     text=answer)  # fmt: skip


Looking = Callable[[str], list[tuple[Any, ...]]]
"""Looks words up and gives (score, answer, satisfaction), best first."""


@pytest.fixture(params=["warehouse", "index"], name="look")
def _look(
    request: pytest.FixtureRequest, warehouse: EmbeddedWarehouse, log: Log, tmp_path: Path
) -> Looking:
    """Give both indexes: the warehouse's n-grams, and the full text of the embedded hub."""

    def asked(sql: str) -> list[dict[str, Any]]:
        return warehouse.query(sql).documents()

    def look(words: str) -> list[tuple[Any, ...]]:
        if request.param == "warehouse":
            rows = asked(knowledge.question(words, 9))
        else:
            index = AnswerIndex(tmp_path / "answers.sqlite", Read(log.records))
            index.catch_up()
            rows = index.find(words, 9, asked)
            index.close()
        return [(row["score"], row["answer"], row["satisfaction"]) for row in rows]

    return look


class Read:
    """The journal that *records* stand in."""

    layout = FIRST

    def __init__(self, records: list[Record]) -> None:
        self._records = [one for one in records if one.topic == "journal.cases"]

    def topics(self) -> tuple[str, ...]:
        return ("journal.cases",)

    def partitions(self, topic: str) -> int:  # noqa: ARG002
        return 1

    def end(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return len(self._records)

    def read(
        self,
        topic: str,  # noqa: ARG002
        partition: int,  # noqa: ARG002
        start: int = 0,
        stop: int | None = None,
    ) -> Iterator[Record]:
        yield from self._records[start:stop]


def test_an_answer_is_found_by_words_of_the_question_and_of_the_answer(
    warehouse: EmbeddedWarehouse, log: Log, look: Looking
) -> None:
    """Chinese is not written with spaces: pairs find it in another order, the closer one first."""
    answered(log, "K-1", "企业招工难，用工补贴怎么申请？", "向人社局申请，三日内答复。", 5)
    answered(log, "K-2", "补贴 何时到账", "下月到账。", 2)
    answered(log, "K-3", "用工补贴怎么申请", "网上申请。", 3)
    answered(log, "K-4", "路灯坏了", "已修好。", 5)
    sink.project(log.records, warehouse)

    best, next_best, last = look("用工补贴")
    assert {(100.0, "向人社局申请，三日内答复。", 5), (100.0, "网上申请。", 3)} == {best, next_best}
    assert (25.0, "下月到账。", 2) == last
    assert ["已修好。"] == [row[1] for row in look("路灯")]
    assert [] == look("天文台")


@pytest.mark.parametrize("words", ["灯", "坏", "ＬＥＤ 灯", "led", "补路灯", "路灯 '; DROP"])
def test_an_answer_is_found_by_a_single_character_and_by_letters_of_any_width(
    warehouse: EmbeddedWarehouse, log: Log, look: Looking, words: str
) -> None:
    """People type one character, capitals, and marks that mean something to SQL."""
    answered(log, "K-1", "路灯坏了 LED", "已修好。", 5)
    sink.project(log.records, warehouse)

    assert ["已修好。"] == [row[1] for row in look(words)]


def test_the_last_answer_is_the_one_shown(
    warehouse: EmbeddedWarehouse, log: Log, look: Looking
) -> None:
    """An answer that was corrected later is no advice; one that sends elsewhere is none at all."""
    answered(log, "K-1", "停水", "明天恢复。", 4)
    log.event(
        "case.responded", "03-04 09:00", "water", case_id="K-1", kind="solved", text="已恢复。"
    )
    log.event(
        "case.responded", "03-05 09:00", "tax", case_id="K-1", kind="not-ours", text="不归我管"
    )
    sink.project(log.records, warehouse)

    assert [(100.0, "已恢复。", 4)] == look("停水")
    assert [] == look("不归我管")


def test_only_answers_that_stand_are_found(
    warehouse: EmbeddedWarehouse, log: Log, look: Looking
) -> None:
    """A withdrawn answer and one of a case that is open again are no knowledge."""
    answered(log, "K-1", "停电", "已恢复。", status="open")
    gone = answered(log, "K-2", "停电", "误写。")
    log.event("event.withdrawn", "03-04 09:00", event_id=gone, reason="误")
    sink.project(log.records, warehouse)

    assert [] == look("停电")


def test_the_index_follows_the_log_and_can_be_built_anew(
    warehouse: EmbeddedWarehouse, log: Log, tmp_path: Path
) -> None:
    """Read in steps it is what it is when read at once; of another log it keeps nothing."""
    answered(log, "K-1", "停电", "已恢复。")
    sink.project(log.records, warehouse)

    def found(path: Path, *ends: int) -> list[str]:
        for end in ends:
            index = AnswerIndex(path, Read(log.records[:end]))
            index.catch_up()
            rows = index.find("停电", 9, lambda sql: warehouse.query(sql).documents())
            index.close()
        return [row["answer"] for row in rows]

    end = len(log.records)
    assert ["已恢复。"] == found(tmp_path / "a", 1, 2, end) == found(tmp_path / "b", end)
    assert [] == found(tmp_path / "a", 1)


def test_of_what_is_ranked_the_rarer_word_counts_more(
    warehouse: EmbeddedWarehouse, log: Log, tmp_path: Path
) -> None:
    """bm25: 申请 stands in every case, 暖气 in one; a share of words would call both half right."""
    for number in range(6):
        answered(log, f"K-{number}", "怎么申请", "网上申请。")
    answered(log, "K-9", "暖气不热怎么办", "已检修。")
    sink.project(log.records, warehouse)
    index = AnswerIndex(tmp_path / "answers", Read(log.records))
    index.catch_up()

    rows = index.find("申请 暖气", 9, lambda sql: warehouse.query(sql).documents())
    index.close()
    assert (7, "已检修。") == (len(rows), rows[0]["answer"])


def test_a_question_of_no_words_is_refused_and_one_of_quotes_is_only_words() -> None:
    """What people type must not end the question."""
    with pytest.raises(ValueError, match="nothing"):
        knowledge.question("  '; -- ", 9)

    assert ["o", "drop表", "dr", "ro", "op", "p表"] == knowledge.grams("o'' drop表")
