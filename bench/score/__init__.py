"""
``make score``: how right each detector is, on cities it was not built on.

    seeds    which cities: ten held ones, and others to develop on (``seeds.yaml``)
    world    one noisy city, taken in as it arrives, and what the hub concluded of it
    judging  conclusions against truth: hits, misses and false ones, each with its reason
    bars     what must hold at least
    page     the result as text, JSON and docs/score.md

A city is simulated (``hub.simulate``) and its lines go through intake, journal and folds in
the order in which they arrive, late and repeated ones too. No warehouse takes part.
"""
