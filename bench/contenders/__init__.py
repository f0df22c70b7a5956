"""
The contenders: programs that host the same partitions of the same log.

Each is started as ``python -m bench.contenders.NAME BROKERS GROUP JOB FOLDER``, commits how far
it is as consumer group GROUP once a second, and works until it is told to stop.
"""
