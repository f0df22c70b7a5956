"""The distributed runtime on real parts: a Kafka broker, Faust workers, a ClickHouse server."""
