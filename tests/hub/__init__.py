"""Tests of how the hub is run."""
