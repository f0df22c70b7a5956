"""
One model for every version of every event type; ``MODELS`` finds them by (name, version).

Each file holds one subject. Importing this package registers them all: a new file needs to be
named nowhere.
"""

from importlib import import_module
from pkgutil import iter_modules

from events.models.base import EXAMPLES, MODELS, Said

__all__ = ["EXAMPLES", "MODELS", "Said"]

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
