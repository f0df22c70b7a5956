"""
``hub verify`` and ``hub replay``: the log against itself, and what is on record against the log.

``accounts`` balances all of it: the log alone (``log_check``), the findings against a ``replay``
of the journals (long ones in ``replay_parts``), what folds refused (``fold_check``), the warehouse
against the log (``warehouse_check``), its findings (``finding_check``) and snapshots
(``snapshot_check``).
"""
