"""
The embedded hub: one process with its own files, for an office, a newcomer, a test.

``hub`` puts it together: the ``engine`` takes events in and concludes (``hosting`` drives the
folds, ``checkpoints`` keep their state) over an append-only ``log``; ``projecting`` keeps the
warehouse behind it. One process owns the files (``lock``): ``serving`` is that process when it
stays, with a ``door`` at which a ``serve_client`` asks; else a ``local_client`` is it while a
command lasts (``hub.client`` is whom commands ask, whoever answers). A long load has a process
that projects meanwhile (``following``); ``answer_index`` looks earlier answers up.
"""
