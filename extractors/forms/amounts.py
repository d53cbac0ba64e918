"""How the amounts of a document depend on each other: totals are sums, repeat, and differ from cash by the change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from extractors.forms.values import Value

COUNT = 5
"""Numbers in a row of `Amounts`."""
_CENTS = re.compile(r"(?<![\d.,])(\d{1,3}(?:[,.' ]\d{3})*|\d{1,11})[.,](\d{2})(?!\d)")
_MOST = 60


def amount(value: Value) -> float | None:
    """The number that a value is, None where it is none."""
    if value.type not in ("money", "number", "integer"):
        return None
    digits = re.sub(r"[^\d.]", "", value.text.replace(",", "")).strip(".")
    return float(digits) if re.fullmatch(r"\d{1,12}(\.\d+)?", digits) else None


@lru_cache(maxsize=20_000)
def cents(text: str) -> int | None:
    """The last amount with two decimals in a text, in hundredths."""
    found = _CENTS.findall(text)
    return int(re.sub(r"\D", "", found[-1][0]) + found[-1][1]) if found else None


class Amounts:
    """The amounts of a document in reading order. `largest` is of values with a fraction: totals have one, numbers of
    things have none; -1 where there is none."""

    def __init__(self, values: Sequence[Value]) -> None:
        fractions = (value for value in values if re.search(r"[.,]\d{2}\b", value.text))
        self.largest = max((own for value in fractions if (own := amount(value))), default=-1.0)
        placed = sorted((v.page, v.box.center[1], n) for v in values
                        if v.kind == "line" and v.box and (n := cents(v.text)) is not None)  # fmt: skip
        self.order = [n for _, _, n in placed][-_MOST:]
        self.count = Counter(self.order)
        self.most = max(self.order, default=0)
        self.differences = {own for i, own in enumerate(self.order) if own and self._is_difference(i)}
        self.sums = {own for i, own in enumerate(self.order) if own and self._is_sum(i)}

    def _is_difference(self, i: int) -> bool:
        """Of two amounts that follow: cash and change."""
        later = self.order[i + 1 : i + 8]
        return any(b - c == self.order[i] and c for n, b in enumerate(later) for c in later[n + 1 :])

    def _is_sum(self, i: int) -> bool:
        """Of two amounts that go before: subtotal and tax."""
        before = self.order[max(i - 6, 0) : i]
        return any(b + c == self.order[i] and b and c for n, b in enumerate(before) for c in before[n + 1 :])

    def row(self, value: Value) -> list[float]:
        """Largest, how often repeated (0-1), difference, sum, share of the largest."""
        own = cents(value.text)
        if not own or own not in self.count:
            return [0.0] * COUNT
        often = min(self.count[own] - 1, 3) / 3
        return [float(own == self.most), often, float(own in self.differences), float(own in self.sums),
                own / self.most]  # fmt: skip
