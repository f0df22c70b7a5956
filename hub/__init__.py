"""
How it is run. A department's event on its way, in the order in which to read:

``mapping`` and ``loading`` (tables and files), ``gateway`` (HTTP), then ``intake``, the judge;
``embedded`` (one process over SQLite) or ``cluster`` (Kafka), which conclude and project it;
``operations`` answer questions about it, for the command (``cli``, ``commands``), ``pages`` and
``exporting``; ``alerting`` tells people of findings, ``outreach`` parties of offers; ``proving``
holds all of it against the log, ``notary`` swears to the log, ``doctor`` looks at the installation.

Beside the way: ``publishing`` (policies, calendars, menus), ``vault`` (what is known of people),
``i18n`` (what is said, in English and Chinese), ``simulation`` (cities to try it on). The modules
of this folder itself serve several of these: ``port`` is what any hub can be asked, ``client``
whom a command asks, ``journal`` how a log is read.
"""
