"""Another number of partitions: the log is copied into a new generation."""
