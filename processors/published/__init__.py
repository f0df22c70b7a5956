"""
What was published in the log, and which of it counts when: what every fold is told as
``Reference``.
"""
