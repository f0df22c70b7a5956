"""The sub-commands of ``hub``, one file per kind of work. They parse, ask, and print."""
