"""Formulas of the scoreboard: ``<name>.sql``, and beside each its fixture ``<name>.yaml``."""
