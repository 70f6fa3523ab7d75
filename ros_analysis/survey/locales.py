"""The languages of reports, in a file that nothing need be loaded for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["nb", "nn", "en"]
LOCALES: Mapping[str, str] = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
