"""
Alerts: from findings to the people who must act, each of them told in time, and once.

Theory of operation. The ``alerter`` reads topic ``findings`` from where it stopped. For each
finding it asks pure functions what should be said: which rungs are reached (``rungs``), who hears
of them (``routing`` over ``people``, by the ``policy``), when (``hours``, ``duty``), and what is
said in one message (``grouping``). ``lookup`` is what it asks the warehouse first. What should be
said is written to an outbox (``outbox``) in the transaction that moves the reading position, under
keys (finding, rung): read again after a crash, it is there already. Deliveries (``channels``, to
``addresses``) are tried until they succeed or are given up; each carries its key, so that a
receiver that keeps keys hears it once even when the crash came between saying and noting.

What the log has to hear of it is ``owed`` until it has. ``hosting`` runs the alerter in a serve or
beside a cluster, with ``quality`` and other letters ``aside``; ``health`` tells how it does.
Somebody who deals with a finding says so by ``taking`` it over.

Nothing here concludes anything: no alert is the cause of a finding.
"""
