"""
What can be said: facts, their envelope, and how they are taken in. Imports nothing of ours.

The way of an event, and the order in which to read:

1. A department says it: ``publisher``, ``binding``; signed by ``signed_message`` (``verifiability``
   has the form, ``signing`` the keys).
2. Intake judges it: ``intake``, with ``judgement`` for what goes in and comes out. ``envelope``
   reads it (``moments``, ``raw_json``), ``validation`` holds it against its model (``models``,
   ``refusal``, ``messages``), ``signature_check`` against the keys of ``signers``. ``redaction``
   and ``people`` take out who is a person, ``content`` hashes what is said, ``remembered`` knows
   it again, ``replacing`` takes back what it corrects.
3. What is written: ``journal_value`` and ``routing`` (the journal), ``receipts`` (the answer).
4. Everyone reads it back as ``event``, by ``codec`` and ``upcasters``. ``finding`` and
   ``comparison`` are the hub's own word on it.
5. Where it stands: ``topics`` (``generations`` of them), ``record``, ``partitioner``, ``chain``;
   on Kafka ``kafka``, ``consumer`` (``fetched`` and ``batch`` read for it, ``joining`` mends how it
   joins), ``administering``, ``brokers``, ``access``, ``quotas``.
6. What is told of all this to others: ``schemas``, ``compatibility``, ``asyncapi``.

``instant``, ``ids``, ``jsonbytes`` and ``closing`` are used everywhere. Flat on purpose (ADR 26):
departments import some of these by name (``events.publisher``).
"""
