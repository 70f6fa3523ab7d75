"""The front doors for people: `ros`, the bench in JupyterLab, and a round's way in; no logic of its own."""

import gc
import os

# Both are set before anything else is loaded, and take a tenth off a run with nothing to do: to collect garbage
# seldom, and not to look through every installed package for plugins to pydantic.
gc.set_threshold(1_000_000)
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
