"""The forms family: labels with their values, check boxes with their question, typed AcroForm fields."""

from extractors.forms.family import Forms

__all__ = ["Forms"]
