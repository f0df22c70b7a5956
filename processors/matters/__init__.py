"""The cases of one category in one county: which are like which, and what follows from it."""
