"""How few is too few in the public edition."""

FEWEST = 3
"""No cell of a table is shown below this: of two, each knows the other's answer."""

SMALLEST_GROUP = 5
"""No group of municipalities is shown below this."""
