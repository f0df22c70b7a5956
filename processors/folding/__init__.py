"""
How any fold is driven over a partition: conclude, compare, publish, keep. It knows no case and no
visit.

The order in which to read: ``fold`` is what a fold has to be, ``conclusion`` what it says of a key.
``partition`` takes records and drives one (``lateness``: what is too old): its ``agenda`` knows
which keys are to be concluded, its ``voice`` what is to be said of them. ``raising`` compares with
what was said before, ``publishing`` makes records of the difference, ``relay`` passes time and
rules on; ``shadow`` tries a policy beside the live one, ``retelling`` gives states other rules.
What leaves a partition takes its words along (``handover``); one that does not know its own hears
them from the log (``last_words``).

What survives a restart is a ``checkpoint``: ``entries`` are packed while nobody asks for them,
large ones saved in ``parts``, and on Kafka all of it stands in a ``changelog``.
"""
