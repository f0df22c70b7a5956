"""
One model for every version of every event type; ``MODELS`` finds them by (name, version).

Each file holds one subject. Importing this package registers them all.
"""

from events.models import (
    answer,
    case,
    department,
    evaluation,
    finding,
    hub,
    key,
    link,
    officer,
    party,
    policy,
    visit,
)
from events.models.base import EXAMPLES, MODELS, Said

__all__ = [
    "EXAMPLES",
    "MODELS",
    "Said",
    "answer",
    "case",
    "department",
    "evaluation",
    "finding",
    "hub",
    "key",
    "link",
    "officer",
    "party",
    "policy",
    "visit",
]
