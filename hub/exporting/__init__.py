"""
Exports: what the hub knows, in forms that other tools read.

``selection`` says what is wanted, ``source`` reads it from the hub bucket by bucket,
``case_log`` makes the stories of cases of it, and one file per form writes them. Nothing is
held but one bucket; a file appears under its name when it is whole.
"""
