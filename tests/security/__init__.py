"""Nobody writes or reads in another's name."""
