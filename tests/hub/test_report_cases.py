"""Each number on a report is followed to its cases: as many are listed as were counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from hub import simulate
from hub.client import Client, open_client
from hub.failure import Failure
from hub.i18n.findings import kinds
from hub.loading.load import Load, run_load
from hub.settings import Settings
from projections import reporting
from projections.guarding import GUARDS, names_raters
from projections.report_cases import LISTED, Cases

CITY = simulate.sized(parties=120, days=100, seed=5)
NAMES = [report.name for report in reporting.reports()]


@pytest.fixture(scope="module", name="city")
def _city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give the client of a simulated city, with something in every report."""
    folder = tmp_path_factory.mktemp("cases")
    simulate.write(CITY, folder)
    with open_client(Settings(data=folder / "hub"), create=True) as client:
        run_load(client, Load((folder / "events.ndjson",), clock="event"))
        yield client


def cases_of(name: str) -> Cases:
    found = reporting.find(name).cases
    assert found is not None, f"{name}.sql has no {name}.cases.sql beside it"
    return found


def shown(row: dict[str, Any], keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_a_report_is_a_key_a_number_or_made_of_numbers(name: str) -> None:
    """A figure that nobody can follow is a claim."""
    cases = cases_of(name)
    numbers = {number for made in cases.made.values() for number in made}

    assert {title.name for title in reporting.find(name).columns} == cases.columns
    assert set() == numbers - set(cases.numbers)


@pytest.mark.parametrize("name", NAMES)
def test_as_many_cases_are_listed_as_the_report_counts(city: Client, name: str) -> None:
    """Row for row and number for number; what is listed for a number is listed once."""
    cases = cases_of(name)
    rows = city.ask("report", name=name)
    listed = city.ask("cases", name=name)
    counts = Counter((shown(each, cases.keys), each["number"]) for each in listed)
    told = {(shown(row, cases.keys), n): row[n] or 0 for row in rows for n in cases.numbers}
    once = {(shown(each, cases.keys), each["number"], each["id"]) for each in listed}

    if cases.numbers:
        assert {key: count for key, count in told.items() if count} == counts
        assert len(once) == len(listed)
    else:
        assert {(shown(row, cases.keys), LISTED) for row in rows} == set(counts)


def test_one_number_of_one_row_is_asked_for_by_name(city: Client) -> None:
    """What an analyst does after seeing a figure: which ones are these?"""
    row = max(city.ask("report", name="on-time"), key=lambda each: each["breached"])
    of = {"department": row["department"], "clock": row["clock"]}

    late = city.ask("cases", name="on-time", number="breached", of=of)
    judged = city.ask("cases", name="on-time", number="gross_rate", of=of)

    assert row["breached"] == len(late) > 0
    assert {("breached", row["department"])} == {(x["number"], x["department"]) for x in late}
    assert {"judged", "met"} >= {each["number"] for each in judged}
    assert row["judged"] + row["met"] == len(judged)


@pytest.mark.parametrize(("number", "of"), [("hours", {}), ("", {"clok": "resolve"})])
def test_a_number_or_key_the_report_does_not_have_is_answered_with_those_it_has(
    city: Client, number: str, of: dict[str, str]
) -> None:
    """The error is the help."""
    with pytest.raises(Failure) as failed:
        city.ask("cases", name="on-time", number=number, of=of)

    assert "no-such-number" == failed.value.key
    assert "met_net" in str(failed.value.values["numbers"])
    assert "department, clock" == failed.value.values["keys"]


@pytest.mark.parametrize(
    ("name", "option", "value", "known"),
    [
        ("scoreboard", "formula", "2026-9", "2026-2"),
        ("roll-up", "level", "conty", "county"),
        ("roll-up", "tree", "now", "today"),
        ("trend", "area", "Atlantis", "义乌"),
        ("officers", "officer", "officer-none", "officer-001"),
        ("evaluation", "for", "watr", "water"),
        ("paths", "support", "many", "1, 2, 3"),
    ],
)
def test_a_value_that_the_hub_does_not_know_is_answered_with_those_it_does(
    city: Client, name: str, option: str, value: str, known: str
) -> None:
    """An empty answer to a misspelt name looks like good news."""
    for asked in ("report", "cases"):
        with pytest.raises(Failure) as failed:
            city.ask(asked, name=name, options={option: value})

        assert ("unknown-value", option, value) == (
            failed.value.key,
            failed.value.values["option"],
            failed.value.values["value"],
        )
        assert known in str(failed.value.values["known"])


def test_a_date_that_is_none_and_a_row_that_is_not_there_are_refused(city: Client) -> None:
    """Whatever door the question comes through."""
    with pytest.raises(Failure) as day:
        city.ask("report", name="trend", options={"from": "yesterday"})
    with pytest.raises(Failure) as row:
        city.ask("cases", name="on-time", of={"department": "watr"})

    assert ("day-wrong", "unknown-value") == (day.value.key, row.value.key)
    assert "water" in str(row.value.values["known"])


@pytest.mark.parametrize(
    ("asked", "option"),
    [
        ({"rule": "stalld"}, "rule"),
        ({"rule": "stalled", "kind": "bounce"}, "kind"),
        ({"kind": "bounced"}, "kind"),
        ({"status": "opened"}, "status"),
    ],
)
def test_findings_of_no_rule_kind_or_status_are_refused(
    city: Client, asked: dict[str, str], option: str
) -> None:
    """Nobody shall think there is no bounce because the word was another one."""
    with pytest.raises(Failure) as failed:
        city.ask("findings", **asked)

    assert ("unknown-value", option) == (failed.value.key, failed.value.values["option"])


def test_every_kind_of_finding_that_a_city_gives_can_be_asked_for(city: Client) -> None:
    """The list of names is what the folds say."""
    found = {(row["rule"], row["kind"]) for row in city.ask("findings")}

    assert set() == {(rule, kind) for rule, kind in found if kind not in kinds()[rule]}


@pytest.mark.parametrize("name", NAMES)
def test_no_report_tells_a_department_how_fewer_than_five_rated(city: Client, name: str) -> None:
    """Every report a client can reach, whatever it counts; and the lists behind its numbers."""
    rows = city.ask("report", name=name, options={"for": "water"})
    listed = city.ask("cases", name=name, options={"for": "water"})

    for guard in GUARDS.get(name, ()):
        shown = [row for row in rows if row[guard.size] and row[guard.hides[0]] is not None]
        assert [] == [row for row in shown if row[guard.size] < 5]
    assert set() == {row["number"] for row in listed} & set(names_raters(name))


def test_the_cases_behind_a_rating_are_refused_to_a_department(city: Client) -> None:
    """Each of them is one party's word; without --for an analyst follows them."""
    with pytest.raises(Failure) as failed:
        city.ask("cases", name="items", number="satisfied", options={"for": "water"})

    assert "number-guarded" == failed.value.key
    assert city.ask("cases", name="paths", number="satisfied")
