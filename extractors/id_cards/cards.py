"""The family of identity documents: zone, barcode and print of each page, compared."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from extractors.base import Extractor, Score
from extractors.errors import BadAnnotations, BadModel
from extractors.id_cards.aliases import ALIASES
from extractors.routing import is_illustrated
from extractors.types import Check, Document, Entity, Example, Extraction, Field, Page, Quad

if TYPE_CHECKING:
    from extractors.id_cards.evidence import Evidence
    from extractors.id_cards.network import PrintNetwork
    from extractors.id_cards.print_reading import Print

VERSION = 1
TUNED, CAPTIONS = "+tuned", "+captions"
"""What a name ends with once its network, or only its captions, learned from annotated cards."""
MINUTES = 3.0
"""How long fine-tuning takes at most where nobody says so."""
SURE, CERTAIN = 0.6, 0.95
"""Confidence of a printed field, and probability that a page shows a card, from which on the network makes a card."""
FILLED = (1.3, 1.9)
"""Width over height of a picture that a card fills, and little beside it; that of a card is 1.59 (ISO/IEC 7810)."""
WITNESSES = ("mrz", "barcode", "printed")
"""Who is believed first where witnesses differ."""


class IdCards(Extractor):
    """Passports, visas, identity and residence cards, licences.

    `aliases` maps a field to the captions that announce it; `threshold` is how alike a caption must be; `today` the day
    against which dates are judged (None: the day of `predict`); `captions_wanted` how many captions make a page without
    zone and barcode a card. `network` says what each run of print is (the shipped one where none is given; raises
    BadModel where its weights are missing); `fit` takes at most `minutes`.
    """

    family: ClassVar[str] = "id_cards"

    def __init__(
        self,
        today: date | None = None,
        threshold: float = 0.86,
        captions_wanted: int = 4,
        network: PrintNetwork | None = None,
    ) -> None:
        self.network = network or _shipped_network()
        self.name = self.network.name
        self.minutes: float | None = None
        self.today = today
        self.threshold = threshold
        self.captions_wanted = captions_wanted
        self.aliases = {key: sorted(_plain_aliases(text)) for key, text in ALIASES.items()}

    def configure(self, **options: object) -> None:
        """`minutes`: how long `fit` may take. Raises BadOption."""
        minutes = options.pop("minutes", None)
        super().configure(**options)
        if isinstance(minutes, int | float):
            self.minutes = float(minutes)

    def predict(self, documents: Sequence[Document]) -> list[Extraction]:
        """One Extraction for each document: fields with their witnesses as sources, and checks with the verdict."""
        return [self._one(document) for document in documents]

    def _one(self, document: Document) -> Extraction:
        from extractors.id_cards.day_order import in_one_order

        today = self.today or date.today()
        cards = [card for page in self.pages(document) for card in self._cards(page, today)]
        fields: list[Field] = []
        checks: list[Check] = []
        for number, card in enumerate(map(in_one_order, _joined(cards)), start=1):
            prefix = "" if number == 1 else f"card_{number}."
            fields += [replace(field, key=prefix + field.key) for field in _fields(card)]
            checks += [replace(check, name=prefix + check.name) for check in _checks(card, today)]
        shown = tuple(self._entities(cards, document)) if fields else ()
        return Extraction(document.id, self.family, self.name, tuple(fields), entities=shown, checks=tuple(checks))

    def _entities(self, cards: list[list[Evidence]], document: Document) -> Iterator[Entity]:
        """The corners of each card, then portraits and signatures. A portrait is sought on cards whose corners are
        known, and on pictures that a card without any fills; elsewhere layout's figures are asked."""
        outlines = list(_outlines(cards, document))
        yield from outlines
        filled = list(_filling(cards, outlines, document))
        seen = {entity.page for entity in (*outlines, *filled) if entity.quad}
        if seen:
            from extractors.id_cards.pictures import portraits

            yield from portraits(document, [*outlines, *filled])
        for page in self.pages(document):
            searched = page.number in seen and bool(page.image)
            yield from (e for e in _pictures(page) if e.kind == "signature" or not searched)

    def _cards(self, page: Page, today: date) -> list[list[Evidence]]:
        """Evidence of each card on a page; print belongs to the only card there is."""
        from extractors.id_cards.evidence import believable
        from extractors.id_cards.scan import barcodes, zones
        from extractors.id_cards.witnesses import barcode_evidence

        cards = zones(page, today)
        licence = list(barcode_evidence(page, barcodes(page)))
        proved = {item.key: item for card in [*cards[:1], licence] for item in card if believable(item)}
        turned = None if licence else _turned(page, cards)
        print_ = self._print_of_flat(page, turned, today, proved) if turned else None
        print_ = print_ or self._print(page if licence else _of_card(page, cards), today, proved)
        if licence or (not cards and self._shows_card(print_)):
            cards = [[*(cards[0] if cards else []), *licence], *cards[1:]]
        if len(cards) == 1:
            cards[0] += print_.found
        return cards

    def _print(self, page: Page, today: date, proved: dict[str, Evidence]) -> Print:
        from extractors.id_cards.print_reading import Print, read_print

        if not page.words:
            return Print([], [])
        return read_print(page, self.network, self.aliases, self.threshold, today, proved)

    def _print_of_flat(self, page: Page, zone: Evidence, today: date, proved: dict[str, Evidence]) -> Print | None:
        """The print of the card of a zone as it is read on the card made flat; None where it is too small."""
        from extractors.id_cards.flattened import flat_page, on_page

        assert zone.quad is not None
        made = flat_page(page, zone.quad, zone.name)
        if made is None:
            return None
        flat, card = made
        print_ = self._print(flat, today, proved)
        return replace(print_, found=[on_page(item, flat.transform, card) for item in print_.found])

    def _shows_card(self, print_: Print) -> bool:
        """Whether print alone makes a page a card: by its captions, or because the network is certain and the fields
        are those of a card."""
        if len(print_.captioned) >= self.captions_wanted and _is_card(print_.captioned):
            return True
        sure = [item for item in print_.found if item.confidence >= SURE]
        return print_.card >= CERTAIN and len(sure) >= self.captions_wanted and _is_card(sure)

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn captions (the label of every annotated field, or the run of words above or before its value), and where
        at least three cards have values with boxes what each run of print is: the network goes on learning, for at most
        `minutes`, and stays as it was where it does not read cards better for that which it did not learn from.

        Raises BadAnnotations where no example has a field with a label or a box, or no box holds a word.
        """
        from extractors.id_cards.fitting import LEAST, fine_tune
        from extractors.id_cards.learning import learned_aliases
        from extractors.id_cards.network import PrintNetwork
        from extractors.id_cards.taught import boxed

        shown, learned = boxed(examples), learned_aliases(examples, self.network)
        ending = TUNED if self.name.endswith(TUNED) else CAPTIONS
        if not learned and len(shown) < LEAST:
            raise BadAnnotations("no field has a label or a box to learn from", "annotate values with their boxes")
        if len(shown) >= LEAST:
            target = Path(tempfile.mkdtemp(prefix="docrow-id_cards-"))
            if fine_tune(self.network.directory, shown, target, self.minutes or MINUTES):
                self.network, ending = PrintNetwork(target), TUNED
        for key, names in learned.items():
            self.aliases[key] = sorted({*self.aliases.get(key, ()), *names})
        self.name = f"{self.name.removesuffix(CAPTIONS).removesuffix(TUNED)}{ending}"

    def evaluate(self, examples: Sequence[Example]) -> Score:
        """Exact normal values over all fields, and documents without any error; see `extractors.metrics.id_cards`."""
        from extractors.metrics.id_cards import score

        return score([example.answer for example in examples], self.predict([e.document for e in examples]))

    def save(self, directory: Path) -> None:
        """Write ``extractor.json``, options and captions, and the network's weights with their card."""
        self.network.save(directory, self.name)
        content = {
            "family": self.family, "version": VERSION, "name": self.name, "threshold": self.threshold,
            "captions_wanted": self.captions_wanted, "today": self.today.isoformat() if self.today else None,
            "aliases": self.aliases,
        }  # fmt: skip
        (directory / "extractor.json").write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Raises BadModel where ``extractor.json`` or a file of the network is missing, altered, or of another family
        or version. A model without a network of its own, as older ones are, has the shipped one."""
        from extractors.id_cards.network import PrintNetwork

        content = _content(directory / "extractor.json")
        today = content["today"]
        network = PrintNetwork(directory) if (directory / "card.json").is_file() else None
        day = date.fromisoformat(today) if today else None
        made = cls(day, content["threshold"], content["captions_wanted"], network)
        made.name, made.aliases = content["name"], content["aliases"]
        return made


def _shipped_network() -> PrintNetwork:
    from extractors.id_cards.network import PrintNetwork

    return PrintNetwork()


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadModel(f"{path}: cannot be read", "save the model again") from error
    wanted = {"family", "version", "name", "threshold", "captions_wanted", "today", "aliases"}
    if not isinstance(content, dict) or not wanted <= content.keys():
        raise BadModel(f"{path}: not an id_cards model", "save the model again")
    if content["family"] != "id_cards" or content["version"] != VERSION:
        raise BadModel(
            f"{path}: family {content['family']}, version {content['version']}", "use a model of this version"
        )
    return content


def _plain_aliases(text: str) -> set[str]:
    from extractors.id_cards.printed import plain

    return {plain(name) for name in text.split(";")} - {""}


def _of_card(page: Page, cards: list[list[Evidence]]) -> Page:
    """The page with the words only that may stand on a card: on a page of text those on the card that is pictured."""
    if not is_illustrated(page) or any(item.name == "typed" for card in cards for item in card):
        return page
    places = [item.quad.box for card in cards for item in card if item.quad]
    held = [word for word in page.words if any(place.holds(word.box.center) for place in places)]
    return replace(page, words=tuple(held))


def _turned(page: Page, cards: list[list[Evidence]]) -> Evidence | None:
    """The zone of the only card where that lies turned or tilted on a picture."""
    from extractors.id_cards.flattened import is_turned

    if len(cards) != 1 or not page.image or is_illustrated(page):
        return None
    return next((item for item in cards[0] if item.quad and is_turned(item.quad)), None)


def _is_card(found: Iterable[Evidence]) -> bool:
    keys = {item.key for item in found}
    return (
        "surname" in keys
        and bool(keys & {"birth_date"})
        and bool(keys & {"document_number", "expiry_date", "nationality"})
    )


def _outlines(cards: list[list[Evidence]], document: Document) -> Iterator[Entity]:
    """The corners of each card: as its zone tells, else those of the largest card that layout found on its page."""
    pages = {page.number: page for page in document.pages}
    for card in cards:
        known = next((item for item in card if item.quad), None)
        if known is not None and known.quad is not None:
            yield Entity("card", known.name, known.page, (known.quad.box,), 0.9, known.quad)
            continue
        seen = [region for item in card[:1] for region in pages[item.page].regions if region.kind == "card"]
        best = max(seen, key=lambda region: region.box.area, default=None)
        if best is not None:
            yield Entity("card", "", card[0].page, (best.box,), best.confidence, best.quad)


def _filling(cards: list[list[Evidence]], known: Sequence[Entity], document: Document) -> Iterator[Entity]:
    """Pictures of the shape of a card, with its print on them, where nothing tells its corners: taken as the card."""
    printed = {item.page for card in cards for item in card if item.witness == "printed"}
    printed -= {entity.page for entity in known if entity.quad}
    for page in document.pages:
        shaped = FILLED[0] <= page.width / page.height <= FILLED[1]
        if page.number in printed and page.image and shaped and not is_illustrated(page):
            (x0, top, x1, bottom) = page.box
            corners = Quad(((x0, top), (x1, top), (x1, bottom), (x0, bottom)))
            yield Entity("card", "", page.number, (page.box,), quad=corners)


def _pictures(page: Page) -> list[Entity]:
    """Portrait and signature, by their boxes: a figure as high as portraits are (35 x 45 mm and the like), not most of
    the page; a signature where reading found one."""
    found = []
    for region in page.regions:
        upright = region.box.width and 1.0 <= region.box.height / region.box.width <= 1.7
        if region.kind == "figure" and upright and 0.01 < region.box.area / page.box.area < 0.35:
            found.append(Entity("portrait", "", page.number, (region.box,), region.confidence))
        elif region.kind == "signature":
            found.append(Entity("signature", "", page.number, (region.box,), region.confidence))
    return found


def _joined(cards: list[list[Evidence]]) -> list[list[Evidence]]:
    """Front and back of one card, on two pages, are one: what has no zone or barcode joins what has one."""
    machine = [card for card in cards if any(item.witness != "printed" for item in card)]
    print_ = [card for card in cards if card not in machine]
    if len(machine) == 1 and print_:
        return [machine[0] + [item for card in print_ for item in card]]
    return machine + print_


def _fields(card: list[Evidence]) -> list[Field]:
    by_key: dict[str, list[Evidence]] = defaultdict(list)
    for item in card:
        by_key[item.key].append(item)
    return [field for key, items in by_key.items() if (field := _field(key, items)) is not None]


def _field(key: str, items: list[Evidence]) -> Field | None:
    """The value of the witness believed first; one that its check digit refutes is a source, never the value. Its
    caption has a box where it stands beside it, not where it announces another witness elsewhere."""
    from extractors.id_cards.evidence import believable

    able = [item for item in items if item.key == "mrz" or believable(item)]
    if not able:
        return None
    best = min(able, key=lambda item: WITNESSES.index(item.witness))
    labelled = next((item for item in items if item.label), best)
    return Field(
        key, best.text, best.page, best.box, round(best.confidence, 4), best.type, best.normal, labelled.label,
        labelled.key_box if labelled is best else None, tuple(item.source for item in items),
    )  # fmt: skip


def _checks(card: list[Evidence], today: date) -> list[Check]:
    from extractors.id_cards.crosscheck import crosscheck

    return crosscheck(card, today)
