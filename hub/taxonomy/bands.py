"""Which band of a vocabulary a number falls into. The slugs are the vocabularies' own."""

from bisect import bisect_right

# Where each band after the first begins, and the bands from the smallest on.
POPULATION = (
    (10_000, 50_000, 250_000, 1_000_000),
    ("lt-10k", "10k-50k", "50k-250k", "250k-1m", "gt-1m"),
)
ENCOUNTERS = (
    (100, 500, 2_000, 10_000),
    ("lt-100", "100-499", "500-1999", "2000-9999", "gt-10k"),
)


def population_band(residents: int | None) -> str:
    """The slug of the band for so many residents; "" when nobody knows how many."""
    return _band(residents, *POPULATION)


def call_volume_band(encounters: int | None) -> str:
    """The slug of the band for so many encounters a year; "" when nobody knows how many."""
    return _band(encounters, *ENCOUNTERS)


def _band(number: int | None, starts: tuple[int, ...], slugs: tuple[str, ...]) -> str:
    return "" if number is None else slugs[bisect_right(starts, number)]
