"""Numbered steps of the warehouse's tables, each with its way back below ``-- down``."""
