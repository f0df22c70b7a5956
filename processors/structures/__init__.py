"""Immutable collections of which a copy with one change is cheap. They know no domain."""
