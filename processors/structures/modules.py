"""
Files that are found by themselves: what every module of a package holds under one name.

So a new file in a folder is enough: there is no list to be kept beside it. The modules are
imported when they are first asked for, in the order of their names.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def held(package: str, name: str) -> tuple[Any, ...]:
    """Return what is called *name* in each module of *package* that has it, by module."""
    folder = import_module(package).__path__
    modules = (import_module(f"{package}.{found.name}") for found in iter_modules(folder))
    return tuple(vars(module)[name] for module in modules if name in vars(module))
