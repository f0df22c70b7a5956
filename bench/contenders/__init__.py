"""
The contenders: programs that host the same partitions of the same log.

Each is started as ``python -m bench.contenders.NAME BROKERS GROUP JOB FOLDER``, commits how far
it is as consumer group GROUP once a second, and works until it is told to stop.

The garbage collector of each looks seldom, as ``hub worker`` sets it: states are many and live.
"""

import gc

gc.set_threshold(1_000_000, 20, 100)
