"""What is concluded of a case: its clocks under a policy, and one rule of the mission per file."""
