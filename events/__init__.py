"""What can be said: facts, their envelope, and how they are taken in. Imports nothing of ours."""
