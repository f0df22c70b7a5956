"""
Looking up answered cases by keyword: the question to the warehouse (its n-gram index).

An embedded hub looks up in an index of its own (``hub.embedded.answer_index``), which gives rows
of the same columns, and asks the warehouse only which cases stand answered (``standing``).

Words are cut at spaces; a Chinese word of three or more characters counts also by its pairs, so
that 用工补贴 finds 补贴用工. A case scores by the share of these that its question or its answer
holds; of equals the solved, then the better evaluated, then the later one comes first. The
answer is the last one that stood; nothing of the asker is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.routing import plain_name
from projections.quoting import quoted_text

_PAIR = 2

_RATED = """
    SELECT case_id, argMax(level, evaluations.time) AS level
    FROM evaluations
    WHERE outcome = 'answered' AND own = 0 AND evaluations.level IS NOT NULL
    GROUP BY case_id
"""
_SQL = """
WITH
    {grams} AS grams,
    asked AS (
        SELECT case_id, arrayStringConcat(groupArray(plain), ' ') AS plain
        FROM case_texts FINAL
        WHERE part = 'question' AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
        GROUP BY case_id
    ),
    answered AS (
        SELECT case_id,
            argMax((said, toString(department), toString(kind), plain, time), (time, sequence))
                AS last
        FROM case_texts FINAL
        WHERE part = 'answer' AND kind != 'not-ours'
            AND event_id NOT IN (SELECT withdrawn_id FROM withdrawals)
        GROUP BY case_id
    ),
    rated AS ({rated})
SELECT
    round(
        100 * arrayCount(
            g -> position(asked.plain, g) > 0 OR position(answered.last.4, g) > 0, grams
        ) / length(grams),
        1
    ) AS score,
    answered.last.1 AS answer,
    answered.last.2 AS department,
    answered.last.3 AS kind,
    rated.level AS satisfaction,
    toString(cases.category) AS category,
    toString(cases.area) AS area,
    answered.last.5 AS answered_at,
    cases.case_id AS case_id
FROM answered
INNER JOIN cases ON cases.case_id = answered.case_id
LEFT JOIN asked ON asked.case_id = answered.case_id
LEFT JOIN rated ON rated.case_id = answered.case_id
WHERE cases.status IN ('responded', 'closed')
    AND (multiSearchAny(asked.plain, grams) OR multiSearchAny(answered.last.4, grams))
ORDER BY score DESC, kind = 'solved' DESC, satisfaction DESC NULLS LAST, answered_at DESC, case_id
LIMIT {limit}
"""


_STANDING = """
SELECT
    cases.case_id AS case_id,
    toString(cases.category) AS category,
    toString(cases.area) AS area,
    rated.level AS satisfaction
FROM cases
LEFT JOIN ({rated}) AS rated ON rated.case_id = cases.case_id
WHERE cases.status IN ('responded', 'closed') AND cases.case_id IN ({cases})
"""


def standing(cases: Iterable[str]) -> str:
    """Return the SQL that tells which of *cases* (n >= 1) stand answered, and how they pleased."""
    return _STANDING.format(rated=_RATED, cases=", ".join(map(quoted_text, cases)))


def grams(words: str) -> list[str]:
    """Return what is looked for of *words*: each word, and the pairs of Chinese ones, once."""
    return list(dict.fromkeys(gram for word in words.split() for gram in _grams(word)))[:200]


def _grams(word: str) -> Iterator[str]:
    plain = plain_name(word)
    if plain:
        yield plain
    if len(plain) > _PAIR and not plain.isascii():
        yield from (plain[at : at + _PAIR] for at in range(len(plain) - 1))


def question(words: str, limit: int) -> str:
    """
    Return the SQL that looks *words* up.

    Raises:
        ValueError: they hold no letter or digit.
    """
    wanted = grams(words)
    if not wanted:
        raise ValueError("nothing to look for")
    quoted = ", ".join(f"'{gram}'" for gram in wanted)  # letters and digits: nothing to escape
    return _SQL.format(grams=f"[{quoted}]", rated=_RATED, limit=int(limit))
