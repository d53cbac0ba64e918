"""The tables family."""

from extractors.tables.family import Tables

__all__ = ["Tables"]
