"""
``python -m bench.identity``: what it costs to learn one more party, and what memory a party takes.

Parties are made of the trade names of the corpus × trades × areas × ways to write them: one in
ten is a second registration, misspelt and without a code. They are learnt one by one, by the
same step as in a worker; at each mark the CPU time of the last thousand and the memory of the
process are read. ``--at once`` takes the first of them in as a restart does, and learns the
last thousand before each mark one by one. Prints a line per mark; ``--json`` one document.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from bench.figures import tell_rows
from bench.score.__main__ import CORPUS
from events.event import Event
from events.instant import Instant
from hub.simulation.city import AREAS, code
from hub.simulation.identities import SYSTEMS
from hub.simulation.misspelling import written_again
from hub.simulation.names import Name, Names, read_corpus
from processors.identity.identity_state import Identity, Named
from processors.identity_fold import IdentityFold, heard
from processors.published.defaults import default_publications
from processors.published.reference import Reference

MARKS = (10_000, 100_000, 1_000_000)
_SAMPLE = 1_000
_SECOND = 0.1


def parties(seed: int, corpus: Sequence[str]) -> Iterator[Event]:
    """Yield registrations without end; one in ten is of a party that was registered before."""
    names, number = Names(Random(seed), corpus), 0
    random, lately = names.random, list[Name]()
    while True:
        number += 1
        if lately and random.random() < _SECOND:
            known = random.choice(lately)
            text, _ = written_again(known, random)
            yield _registered(number, random.choice(SYSTEMS), text, known.area, "")
            continue
        name = names.enterprise(random.choice(AREAS))
        lately = [*lately[-999:], name]
        yield _registered(number, "registry", str(name), name.area, code(number))


def _registered(number: int, system: str, name: str, area: str, uscc: str) -> Event:
    source, id = f"/departments/{system}/own", f"{number}"
    party_id = f"{system}-{number:08}"
    data = {"party_id": party_id, "kind": "enterprise", "name": name, "area": area, "uscc": uscc}
    at = Instant(1_700_000_000_000_000 + number)
    return Event(f"{source}#{id}", "party.registered", 1, at, 0, source, id, party_id, data)


def rules() -> Reference:
    """Return the reference data with the default policy of identity."""
    reference = Reference()
    for name, data in default_publications():
        if data.get("kind") == "identity":
            at = Instant(0)
            reference = reference.learn(Event("hub#i", name, 1, at, 0, "", "i", "", data))
    return reference


def measure(
    marks: Sequence[int], corpus: Sequence[str], *, at_once: bool, sample: int = _SAMPLE
) -> Iterator[Any]:
    """Yield, per mark: parties, microseconds of CPU per party, of the dearest one, bytes each."""
    fold, reference, told = IdentityFold(), rules(), parties(1, corpus)
    state, known, empty = fold.empty(""), 0, _memory()
    for mark in marks:
        rest = mark - sample - known
        state = _restored(fold, state, told, rest) if at_once else _learnt(state, told, rest)
        costs = []
        for _ in range(sample):
            event, began = next(told), process_time()
            state, scope = fold.step(state, event, reference)
            fold.conclude(state, scope, event.time, reference)
            costs.append(process_time() - began)
        known = mark
        gc.collect()
        yield {
            "parties": mark,
            "microseconds": round(sum(costs) / sample * 1e6),
            "of the dearest hundredth": round(sorted(costs)[-max(1, sample // 100)] * 1e6),
            "bytes": round((_memory() - empty) / mark),
        }


def _learnt(state: Identity, told: Iterator[Event], count: int) -> Identity:
    fold, reference = IdentityFold(), rules()
    for _ in range(count):
        state, _scope = fold.step(state, next(told), reference)
    return state


def _restored(fold: IdentityFold, state: Identity, told: Iterator[Event], count: int) -> Identity:
    frame = [Instant(0), rules().naming(Instant(1 << 60))]
    kept = [(id, fold.part(state, id)) for id in state.parties]
    more = (next(told) for _ in range(count))
    named = ((e.data["party_id"], heard(Named(), e)) for e in more)
    kept += [(id, [[list(r) for r in one.registrations], []]) for id, one in named]
    return fold.whole(frame, kept)


def _memory() -> int:
    """Return the bytes that the process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench.identity", description=__doc__)
    parser.add_argument("--marks", type=int, nargs="+", default=list(MARKS))
    parser.add_argument("--at-once", action="store_true", help="all but the last by a restart")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    options = parser.parse_args(arguments)
    corpus = read_corpus(CORPUS) if CORPUS.exists() else ()
    tell_rows(measure(options.marks, corpus, at_once=options.at_once), as_json=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
