"""
Reference data as events: policies, calendars and menus on their way into the log.

``publications`` makes the events, ``policy_check`` judges one before it is published, and
``rules_check`` names those that were accepted and cannot be used.
"""
