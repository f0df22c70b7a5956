"""
The HTTP gateway: how a department's system talks to the hub when it has no Kafka.

One way in, one way out, and the order in which to read. ``server`` (uvicorn) hands a request to
``app`` (FastAPI). At the ``door`` it is asked who calls (``keyring``), whether they may
(``roles``) and how much (``limits``). ``events`` takes what they send: ``bodies`` cuts it into the
messages that would have stood in ``ingest.<department>``; the hub behind (``hub.port``) writes them
there, those of many callers ``together``, and lets the same intake judge them; the answer leaves
when the log holds them. ``receipts``, ``quality`` and ``asking`` (``ahead``:
before a visit) are the questions. ``answers`` shows all of it to OpenAPI, ``problems`` says what
could not be done.

Pure are ``bodies``, ``roles``, ``limits`` and ``ahead``. Nothing here decides about an event.
"""
