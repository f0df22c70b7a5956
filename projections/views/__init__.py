"""One view per table of the contract: one row per thing, whatever was redelivered."""
