"""
The parts of a cluster and those who look after them: Kafka, Faust workers, ClickHouse.

``distributed`` runs the parts; ``projector`` and ``inserting`` are the one written here (intake is
``hub.intake.worker``, the folds are ``processors.app``). ``connecting`` says the way to the
brokers, ``topics`` what must exist on them, ``access_rules`` who may read and write it;
``kafka_journal`` reads the log, ``asking`` the warehouse, ``saying`` sends what the hub says.
``standing``, ``status``, ``caring`` and ``watching`` tell how far each part is and end one that
hangs. ``departments``, ``keys``, ``outreach``, ``people`` and ``proving`` are the commands'
``--cluster``.
"""
