"""
What is concluded: the worker, the five folds, and the rooms they are built of.

A record's way through a worker, and the order in which to read:

1. ``app`` (Faust) hands a fetch of one partition to ``host``, which restores, publishes, saves and
   says what may be committed; ``broker`` is its pen, ``breathing``, ``gathering``, ``watchdog`` and
   ``ending`` its manners, ``worker_settings`` what it was told.
2. ``folding.partition`` is all of a worker's work without its I/O: it takes records one by one and
   concludes at the end of a batch. ``folding.fold`` is the shape of what it drives.
3. ``topology`` says which fold reads which topic: ``visits_fold``, ``case_fold``,
   ``identity_fold``, ``cluster_fold`` and ``matter_fold``, one state per key each.
4. What a fold knows of its key stands in the room of its subject: ``cases`` (the story of a case)
   and ``case_conclusions`` (its clocks, rows and findings, one rule per file); ``visits``;
   ``identity`` (who is one party); ``matters`` (like cases of one category and county).
5. ``folding.raising`` compares a conclusion with what was said before; ``folding.publishing`` puts
   the difference in words; ``folding.checkpoint`` and ``folding.changelog`` keep what must survive,
   ``restoring`` brings it back, and ``folding.last_words`` what only the log knows was said.

Rules are no code: ``published`` is what the log has published and which of it counts when;
``policies`` has a file per kind, with the YAML that an empty log begins with; ``time`` counts by
calendars. ``text`` and ``structures`` know no domain at all.

The rooms stand on each other in one order (``pyproject.toml``, "the rooms of the processors"; ADR
26). ``app``, ``host``, ``restoring``, ``broker``, ``breathing`` and ``ending`` do I/O, read a clock
or end the process; all else is pure.
"""
