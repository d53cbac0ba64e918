"""Fields from AcroForm widgets: what is stored is returned exactly, with the place where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractors.normalize import Hints, guess_type, normalize
from extractors.types import Box, Field, Page, Source, ValueType, Widget

Label = Callable[[Box], tuple[str, Box | None]]
"""The printed label beside a box, with its own box; an empty text where there is none."""


def acroform_fields(page: Page, hints: Hints, label: Label) -> list[Field]:
    """One Field for each named field of the page that stores a value; unticked boxes and unsigned signatures too."""
    groups: dict[str, list[Widget]] = {}
    for widget in page.widgets:
        if widget.kind != "button":
            groups.setdefault(widget.name, []).append(widget)
    inverse = page.transform.inverse()
    fields = (_field(page.number, group, hints, label, inverse.box) for group in groups.values())
    return [field for field in fields if field is not None]


def _field(
    page: int, group: list[Widget], hints: Hints, label: Label, to_reading: Callable[[Box], Box]
) -> Field | None:
    widget = _shown(group)
    if widget.value is None and widget.kind in ("text", "comb", "choice"):
        return None
    value = _stored(widget, group)
    box = to_reading(widget.box) if widget.box.area else None
    text, key_box = _label(group, label, to_reading)
    type_, normal = _typed(widget, value, hints)
    source = Source("acroform", value, page, box, name=widget.name)
    return Field(widget.name, value, page, box, 1.0, type_, normal, text, key_box, (source,))


def _shown(group: list[Widget]) -> Widget:
    """The widget that shows the group's value: the chosen one of several radio buttons or check boxes."""
    return next((w for w in group if w.on and w.on == w.value), group[0])


def _stored(widget: Widget, group: list[Widget]) -> str:
    if widget.value is not None:
        return widget.value
    return "Off" if widget.kind in ("checkbox", "radio") else ""


def _typed(widget: Widget, value: str, hints: Hints) -> tuple[ValueType, str | None]:
    if widget.kind == "checkbox":
        ticked = value == widget.on if widget.on else value not in ("Off", "")
        return "checkbox", "true" if ticked else "false"
    if widget.kind == "radio":
        return "choice", None if value == "Off" else _choice(widget, value)
    if widget.kind == "signature":
        return "signature", "true" if value else "false"
    if widget.kind == "choice":
        return "choice", value or None
    type_ = guess_type(value)
    return type_, normalize(value, type_, hints)


def _choice(widget: Widget, value: str) -> str:
    """A radio value is the name of an appearance; with /Opt it counts the options from 0 (ISO 32000-1, 12.7.4.2.4)."""
    if value.isdigit() and int(value) < len(widget.options):
        return widget.options[int(value)]
    return value


def _label(group: list[Widget], label: Label, to_reading: Callable[[Box], Box]) -> tuple[str, Box | None]:
    """The tooltip, which the author wrote for people; the printed label is kept as its place."""
    boxes = [to_reading(widget.box) for widget in group if widget.box.area]
    text, box = label(Box.around(boxes)) if boxes else ("", None)
    tooltip = next((widget.tooltip for widget in group if widget.tooltip), "")
    return tooltip or text, box


def outside_widgets(page: Page, fields: Iterable[Field], label: Label) -> list[Field]:
    """The printed fields that no widget stands for: AcroForm values win over printed ones at the same place, and a
    label that belongs to a widget asks for nothing else, even where the widget is empty."""
    inverse = page.transform.inverse()
    boxes = [inverse.box(widget.box) for widget in page.widgets if widget.kind != "button" and widget.box.area]
    asked = {tuple(box) for place in boxes if (box := label(place)[1]) is not None}
    return [
        field
        for field in fields
        if not (field.key_box and tuple(field.key_box) in asked) and not any(_same(field.box, box) for box in boxes)
    ]


def _same(box: Box | None, widget: Box) -> bool:
    return box is not None and (box.covered_by(widget.grow(2.0)) > 0.5 or widget.covered_by(box) > 0.5)
