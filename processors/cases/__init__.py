"""
The story of a case: its facts in event-time order and what they amount to, before any policy or
now.
"""
