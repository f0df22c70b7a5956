"""What is concluded: working time, policies, folds and detectors (pure), and their host."""
