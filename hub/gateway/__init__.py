"""
The HTTP gateway: how a department's system talks to the hub when it has no Kafka.

One way in, one way out. ``bodies`` cuts a request into the messages that would have stood in
``ingest.<department>``; a ``gate`` writes them there and lets the same intake judge them; the
answer leaves when the log holds them. Pure are ``bodies``, ``roles``, ``limits`` and ``ahead``;
``app`` puts FastAPI around them, ``server`` is uvicorn. Nothing here decides about an event.
"""
