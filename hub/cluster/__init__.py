"""
The parts of a cluster and those who look after them: Kafka, Faust workers, ClickHouse.

``distributed`` runs the parts; ``projector`` and ``inserting`` are the one written here (intake is
``hub.intake.worker``, the folds are ``processors.app``). ``connecting`` says the way to the
brokers, ``topics`` what must exist on them, ``access_rules`` who may read and write it;
``hub`` is the cluster as gateway, alerter and commands see it; ``kafka_journal`` reads its log.
``standing``, ``status``, ``caring`` and ``watching`` tell how far each part is and end one that
hangs. ``client`` is the commands' ``--cluster``, by the operations of ``departments``, ``keys``,
``people``, ``proving`` and ``status``.
"""
