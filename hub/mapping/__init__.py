"""
Departments' tables as events: read as a mapping says, or a mapping proposed for a table.

``tables`` reads CSV and XLSX as rows of text; ``reading`` turns rows into CloudEvents, with what a
mapping file may say kept apart in ``conditions`` (when a row says an event), ``fields`` (where a
value comes from), ``rows`` (columns by name) and ``models`` (what an event must have).
``suggesting`` goes the other way: ``understanding`` guesses what columns mean by ``words.yaml``,
``suggested`` writes the events of the mapping that follows from it.
"""
