"""``python -m bench.score``: take the cities of some seeds in, and print how right the hub is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from importlib.resources import files
from multiprocessing import Manager
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from time import process_time

import orjson
import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.score import bars, judging, page, texts
from bench.score.exact import double_entries, exact
from bench.score.page import Result
from bench.score.world import Concluded, Meter, parameters, take_in
from hub import simulate
from hub.simulation.names import read_corpus

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "data" / "company_names_cn.txt.gz"
"""30 000 real trade names, where they lie beside the project."""


def score(seed: int, size: float, corpus: Sequence[str], meter: Meter) -> Result:
    """Return the result of the city of *seed*."""
    city = parameters(seed, size)
    book = simulate.simulate(city, corpus)
    came = simulate.arrived(city, book)
    truth = simulate.truth(city, book, came)
    began = process_time()
    with TemporaryDirectory() as folder:
        concluded = take_in(came.lines, truth["last_event"], Path(folder), meter)
    took = process_time() - began
    tallies = dict(_tallies(truth, concluded))
    whole = dict(texts.whole(truth, concluded))
    return Result([seed], tallies, whole, _named(corpus), len(came.lines), took)


def _named(corpus: Sequence[str]) -> str:
    return f"names of {len(corpus):,} real trade names" if corpus else "names made up"


def _tallies(truth: judging.Truth, concluded: Concluded) -> Iterator[tuple[str, judging.Tally]]:
    yield bars.D0, judging.repeats(truth, concluded)
    yield bars.D1, double_entries(truth, concluded)
    yield from exact(truth, concluded)
    yield bars.IDENTITY, judging.identity(truth, concluded)
    yield bars.UNCODED, judging.uncoded(truth, concluded)
    append = texts.repeated(truth, concluded, "append")
    recurrence = texts.repeated(truth, concluded, "recurrence")
    yield bars.D3, append
    yield bars.D4, recurrence
    both = judging.Tally()
    both.add(append)
    both.add(recurrence)
    yield bars.D34, both
    yield bars.D5, texts.clusters(truth, concluded)


def run(seeds: Sequence[int], size: float, corpus: Sequence[str], jobs: int) -> Result:
    """Return the results of *seeds* added up, *jobs* cities at a time, with a bar each."""
    total = Result(names=_named(corpus))
    with Manager() as manager, ProcessPoolExecutor(jobs) as pool, _progress() as bar:
        told: Queue[int] = manager.Queue()
        lines = bar.add_task("events", total=None)
        done = bar.add_task("cities", total=len(seeds))
        waiting = [pool.submit(_one, seed, size, corpus, told) for seed in seeds]
        for result in _as_done(waiting, told, partial(bar.advance, lines)):
            total.add(result)
            bar.advance(done)
    return total


def _one(seed: int, size: float, corpus: Sequence[str], told: Queue[int]) -> Result:
    return score(seed, size, corpus, told.put)


def _as_done(waiting: list[Future[Result]], told: Queue[int], advance: Meter) -> Iterator[Result]:
    while waiting:
        try:
            advance(told.get(timeout=0.5))
        except Empty:
            for future in [one for one in waiting if one.done()]:
                waiting.remove(future)
                yield future.result()


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


def chosen(text: str) -> tuple[str, list[int]]:
    """Return (name, seeds) of *text*: held, dev, or numbers with commas between."""
    kept = yaml.safe_load(files("bench.score").joinpath("seeds.yaml").read_text("utf-8"))
    if text in kept:
        return text, kept[text]
    return "chosen", [int(part) for part in text.split(",")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score; exit code 1 when a bar is not reached."""
    parser = argparse.ArgumentParser(prog="make score", description=__doc__)
    parser.add_argument("--seeds", default="held", help="held, dev, or numbers: 1,2,3")
    parser.add_argument("--size", type=float, default=1.0, help="of each city; 1 is 5 000 texts")
    parser.add_argument("--jobs", type=int, default=2, help="cities at a time")
    parser.add_argument("--json", action="store_true", help="one JSON document, and no page")
    parser.add_argument("--out", type=Path, help="where the page goes; docs/score.md for held")
    options = parser.parse_args(arguments)
    kind, seeds = chosen(options.seeds)
    corpus = read_corpus(CORPUS) if CORPUS.exists() else ()
    if not corpus:
        print(f"score: no {CORPUS.name} beside the project; names are made up", file=sys.stderr)
    result = run(seeds, options.size, corpus, options.jobs)
    _tell(result, kind, options)
    return 1 if result.failures() else 0


def _tell(result: Result, kind: str, options: argparse.Namespace) -> None:
    if options.json:
        sys.stdout.buffer.write(orjson.dumps(result.document(), option=orjson.OPT_INDENT_2) + b"\n")
        return
    text = page.markdown(result, kind)
    print(text)
    out = options.out or (ROOT / "docs" / "score.md" if kind == "held" else None)
    if out:
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
