"""Operations ``swear`` and ``chain``: the notary of a log, and who checks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hub.notary import office
from hub.port import Hub


def swear(hub: Hub, anchors: str, key: str) -> dict[str, Any]:
    """Swear to the log as it is now; return the new anchors and the notary's public key."""
    with hub.reading() as log:
        return office.sworn(log, office.Files(Path(anchors), Path(key)))


def chain(hub: Hub, anchors: str, key: str, public: str) -> dict[str, Any]:
    """Return what in the log is not as the notary swore to."""
    with hub.reading() as log:
        return office.checked(log, office.Files(Path(anchors), Path(key)), public)
