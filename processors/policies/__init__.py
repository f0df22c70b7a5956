"""
Policies: one file per kind of policy, which parses what was published; the YAML files beside it
are ours.
"""
