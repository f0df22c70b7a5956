"""What the tests stand on: a real Kafka broker and a real ClickHouse server, and how to wait."""
