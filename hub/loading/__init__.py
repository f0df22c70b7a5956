"""
Files on their way in: ``load`` sends them in batches, history merged by event time first.

``files`` reads lines and names their department, ``merging`` sorts many files into one stream,
``counts`` says what became of them; ``checking`` judges a file offline and stores nothing.
"""
