"""
The policy of signing: which departments must sign what they send.

Content: ``must_sign``, a list of department ids; of two versions the later ``valid_from`` counts
whole. No fold reads it: intake does (``events.signers``). The hub's own word cannot be bound by
it, for whoever would lift the duty speaks through the hub.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from processors.policies.policy import ENVELOPE, read_policy_fields


def parse_signing(content: Mapping[str, Any], file: str = "") -> tuple[str, ...]:
    """
    Return the departments that must sign by a whole *content*.

    Raises:
        PolicyError: names *file* (or the policy), the field, and how to mend it.
    """
    fields = read_policy_fields(content, file)
    fields.only(ENVELOPE | {"title", "must_sign"})
    fields.need(("must_sign",))
    departments = fields.texts("must_sign")
    if "hub" in departments:
        raise fields.error("must_sign", "names hub", "leave it out: nobody could lift the duty")
    return departments
