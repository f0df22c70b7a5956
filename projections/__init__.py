"""
What is reported: rows, tables, views, and the warehouses that hold them.

From a record of the log to an answer, and the order in which to read:

1. ``sink`` cuts records into batches that can be repeated; ``rows`` says, by its topic, which rows
   a record is. Of an event those are ``journal_rows`` and, where it says such a thing,
   ``fact_rows``, ``setting_rows``, ``menu_rows``, ``reaching_rows``; of a finding
   ``finding_rows``, of a conclusion ``snapshot_rows``, of an answer to a department
   ``receipt_rows``. ``tables`` is what a table is, ``heads`` the columns with which many begin,
   ``values`` how JSON becomes a column's value.
2. They are written to a ``warehouse``: ``embedded`` (``chdb`` is its child process, ``arrow`` the
   form in which rows travel there and back) or ``clickhouse``.
3. What stands there is made by ``schema``: the steps of ``migrations/``, then ``views/``, then a
   view per report. ``new_step`` writes the step of a column that was declared;
   ``snapshot_columns`` spells columns out in a view. Some views are stored (``kept_views``, with
   their SQL in ``kept/``): ``keeping`` brings them up to date, by ``marks`` of what was written.
   ``headed`` reads a SELECT with what is said of it above.
4. What is asked: reports (``reporting``; ``report_cases``, the cases behind their numbers;
   ``reports/``), scores (``scoring``, ``formulas/``), earlier answers (``knowledge``), whole tables
   (``exported``) and what exports are made of (``exports/``).
5. Who may ask what: ``reading`` (only questions), ``beyond`` (nothing outside), ``offices`` and
   ``access`` (its own rows, embedded and on a server), ``guarding`` (no rating of few);
   ``quoting`` puts words of others into SQL.
6. What is proved of it: ``evidence`` (records) and ``shown`` (snapshots), for ``hub verify``.

Pure, but for the two warehouses and the reading of SQL files. Flat, as ``events`` is (ADR 26): of
these six only the first and the third have more than six files, and rows are found by their name.
"""
