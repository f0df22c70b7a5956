"""What a text says and how alike two are: levelled, measured, as numbers. No domain, no state."""
