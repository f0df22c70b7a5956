"""The notary: reads the journals in order and writes down, signed, what they are."""
