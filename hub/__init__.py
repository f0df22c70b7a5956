"""How it is run: settings, the ``hub`` command and the embedded runtime."""
