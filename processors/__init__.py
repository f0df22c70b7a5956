"""What is concluded: working time, policies, folds and detectors (pure), and the host that runs them."""
