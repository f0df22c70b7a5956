"""Benchmarks: measurements that answer a question about the hub, each in a folder of its own."""
