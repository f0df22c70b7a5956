"""
Send CloudEvents to your department's topic and print the receipt of each one.

    KAFKA=broker:9092 python send.py EVENT.json …

A file holds one event, or an array of them. Needs kafka-python 3 and nothing else. KAFKA_USER,
KAFKA_PASSWORD and KAFKA_CA (a file of authorities) are your login, where the brokers ask for one.
Sending an event again is harmless: its receipt then says ``duplicate``.
"""

import json
import os
import sys
from pathlib import Path
from time import monotonic

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

PATIENCE_S = 60
"""How long to wait for the hub; the events are safe on Kafka before the wait begins."""


def login():
    """Return the client's settings: where the brokers are, and who we are."""
    settings = {"bootstrap_servers": os.environ["KAFKA"]}
    if user := os.environ.get("KAFKA_USER"):
        settings |= {
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": user,
            "sasl_plain_password": os.environ["KAFKA_PASSWORD"],
            "ssl_cafile": os.environ.get("KAFKA_CA"),
        }
    return settings


def send(department, events):
    """Return when all brokers that must hold *events* do; raise where one was not taken."""
    producer = KafkaProducer(**login(), acks="all", enable_idempotence=True)
    sent = [
        producer.send(f"ingest.{department}", json.dumps(event).encode(), event["id"].encode())
        for event in events
    ]
    producer.flush(timeout=PATIENCE_S)
    for one in sent:
        one.get(timeout=0)
    producer.close()


def read(path):
    """Return the events of the file *path*: one, or an array."""
    try:
        found = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        sys.exit(f"{path} cannot be read: {error}")
    return found if isinstance(found, list) else [found]


def main(paths):
    if not paths or "KAFKA" not in os.environ:
        sys.exit("usage: KAFKA=broker:9092 python send.py EVENT.json …")
    events = [event for path in paths for event in read(path)]
    department = events[0]["source"].split("/")[2]
    waiting = {f"{event['source']}#{event['id']}" for event in events}

    answers = TopicPartition(f"receipts.{department}", 0)
    consumer = KafkaConsumer(**login(), enable_auto_commit=False)
    if answers.topic not in consumer.topics():
        sys.exit(f"no topic {answers.topic} for you: ask for hub department add {department}")
    consumer.assign([answers])
    consumer.seek(answers, consumer.end_offsets([answers])[answers])

    send(department, events)
    until = monotonic() + PATIENCE_S
    while waiting and monotonic() < until:
        for records in consumer.poll(timeout_ms=1000).values():
            for record in records:
                receipt = json.loads(record.value)
                if receipt["event_id"] in waiting:
                    waiting.discard(receipt["event_id"])
                    print(receipt["outcome"], receipt["event_id"], receipt["message"])
    consumer.close()
    if waiting:
        sys.exit(f"no receipt yet of {', '.join(sorted(waiting))}: is hub intake running?")


if __name__ == "__main__":
    main(sys.argv[1:])
