"""One view a file, of its name: the contract's tables, and what reports are counted from."""
