"""Business time: when offices are open, and the instants and dates that follow from it."""
