"""``hub menu``: the service menu (点菜单) checked and published like a policy, and a sample."""

from __future__ import annotations

import sys
from importlib.resources import files

import typer

from hub.commands.policy import check, publish

app = typer.Typer(no_args_is_help=True, help="The service menu: categories, items, limits.")
app.command("check")(check)
app.command("publish")(publish)


@app.command()
def sample() -> None:
    """Print a menu of 8 categories and 50 items, in Chinese and English, to begin with."""
    sys.stdout.write(sample_menu())


def sample_menu() -> str:
    """Return the YAML of the sample menu."""
    return files("processors").joinpath("menus", "services.yaml").read_text("utf-8")
