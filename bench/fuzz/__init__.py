"""
Fuzzing of intake: ``make fuzz INPUTS=n SEED=s``.

Every input is a message as a department could send it. What must hold of each: it is judged, and
not by the net that catches our own faults (``internal-error``); what is accepted can be read
again; and it costs at most 50 ms of CPU per started megabyte. Inputs are the examples in
``schemas/`` changed by ``mutation``, drawn from the seed; then, where atheris can be installed,
the same number guided by the code that they reach. Each run is a line of ``docs/fuzz.jsonl``.
"""
