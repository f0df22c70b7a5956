"""Visits to a party, or to a cluster of parties: what they say, and one rule per file."""
