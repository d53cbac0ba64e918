"""How well a network that is being trained reads annotated cards it does not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from extractors.id_cards.assigning import assign
from extractors.id_cards.dates import month_first
from extractors.id_cards.learning import place_of
from extractors.id_cards.network import MOST_WORDS, nodes, seen
from extractors.id_cards.printed import normalise
from extractors.id_cards.segments import segments
from extractors.id_cards.taught import is_printed
from extractors.types import Example, Page
from models.lessons import Lesson

if TYPE_CHECKING:
    from models.segment_encoder import SegmentEncoder


class Judge:
    """`examples`: annotated cards; `labels`: what the network's labels mean; `lessons`: views of the cards' runs;
    `rehearsed`: generated cards."""

    def __init__(
        self, examples: Sequence[Example], labels: Sequence[str], lessons: Sequence[Lesson], rehearsed: Sequence[Lesson]
    ) -> None:
        self.labels, self.lessons, self.rehearsed = tuple(labels), list(lessons), list(rehearsed)
        self._pages = [(page, values) for one in examples for page in one.document.pages
                       if (values := _values(one, page)) and 0 < len(page.words) <= MOST_WORDS]  # fmt: skip

    def mistakes(self, network: SegmentEncoder) -> dict[str, float]:
        """`values`: share of the cards' values that are not read as annotated; `views`: share of labels, and of links,
        mistaken on their views; `forgotten`: the share of labels mistaken on generated cards; `mistakes`: all of it."""
        from models.training import SEGMENTS

        values = self._missed(network)
        views = SEGMENTS.mistakes(network, [[lesson] for lesson in self.lessons])["mistakes"]
        forgotten = SEGMENTS.mistakes(network, [[lesson] for lesson in self.rehearsed])["labels"]
        return {"values": values, "views": views, "forgotten": forgotten, "mistakes": values + views + forgotten}

    def _missed(self, network: SegmentEncoder) -> float:
        wanted = sum(len(values) for _, values in self._pages)
        return 1.0 - sum(self._right(network, page, values) for page, values in self._pages) / max(wanted, 1)

    def _right(self, network: SegmentEncoder, page: Page, values: dict[str, str]) -> int:
        from models.compress import answers

        runs = segments(page.words)
        sight = seen(runs, self.labels, answers(network, [nodes(runs, page.width)])[0])
        found = assign(sight, date.today(), month_first(word.text for word in page.words))
        return sum(_plain(item.normal) == values.get(item.key) for item in found)


def _values(example: Example, page: Page) -> dict[str, str]:
    """The values printed on a page, as the family would write them."""
    american = month_first(word.text for word in page.words)
    found = {}
    for field in example.answer.fields:
        place = place_of(field)
        if is_printed(field) and place is not None and place.page == page.number:
            normal = normalise(field.key, place.text.strip(" :.,"), date.today(), american)
            found[field.key] = _plain(normal or field.normal or place.text)
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
