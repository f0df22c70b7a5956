"""
The rows of the mission, A to Y: one file each, from published events to what a user looks at.

A row is a file ``row_<letter>_<name>.py``. Its docstring is the row: the first line becomes its
line in ``docs/rows.md``. ``HISTORY`` is what the departments publish, built with the words of
``tests.scenarios.words``; its tests ask an ``office`` what it found::

    \"\"\"
    B: Team service 组团: a joint visit is ONE visit with many departments (001, 002).

    What the source says, who looks at it, and why it matters.
    \"\"\"

    HISTORY = [
        party("B-works", area="B县"),
        visit("B-1", "2026-10-12 09:00", ["B-industry", "B-tax"], to="B-works"),
    ]

    def test_a_joint_visit_is_no_duplicate_of_itself(office: Office) -> None:
        \"\"\"The team came once: nobody is told to stay at home.\"\"\"
        assert [] == office.findings("duplicate-visit")

Each test runs three times, from the same file:

* ``alone``: the row's history in an embedded hub of its own (SQLite and chDB);
* ``together``: all rows in one embedded hub, so that no row may lean on being alone;
* ``cluster``: all rows through Kafka, ``hub intake``, two Faust workers and ``hub project`` into
  a ClickHouse server. It is started once a session; without Kafka or ClickHouse it is skipped.

What a row must keep to:

* **Every name begins with the row's letter and a dash**: departments, parties, cases, visits,
  officers, areas, categories, items, policies (``B-tax``). Answers are filtered by these names: a
  line of a report is the row's when one of its values is, or lists, one of them. (The sender of
  reference data, ``hub``, and the desk that opens and assigns, ``centre``, are common.)
* **The last tick is the same for all**: ``NOW``, Friday 2026-10-30 18:00 in Shanghai. Times are
  Shanghai's. Place the history so that Friday evening is when its user looks.
* **A policy may match only the row's own** category, item or area: it is published to all.
* A report without a name in its lines (the funnel) counts everybody: ask it ``if office.alone``.
  Each whole report is compared between the embedded hub and the cluster anyway.
* ``LATE``, if any, arrives after the last tick, in its order: late and corrected events.
  ``REFUSED``, if any, is how many of the row's events intake must refuse.

Run ``pytest tests/scenarios -k alone`` while writing, then ``make rows`` for the table.
"""
