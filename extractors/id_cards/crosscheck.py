"""Everything against everything: check digits, witnesses against each other, dates against the calendar; one verdict.

A Check says what was tested and never what stands on the card. The verdict claims nothing about authenticity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from extractors.id_cards.countries import CODES
from extractors.id_cards.evidence import Evidence
from extractors.id_cards.transliterate import transliterate, variants
from extractors.types import Check

OLDEST = 125
"""Years; nobody older holds a document."""
LONGEST = 25
"""Years between issue and expiry beyond which one of the dates is wrong, unless the document never expires."""
SURE_PRINT = 0.93
"""Confidence of a printed value under which it contradicts nothing."""
OTHER_SHAPE = 2
"""Places by which letters and digits of two numbers are set otherwise beyond which they are two numbers, not one read
or printed wrongly: cards print several."""
SHORTEST = 3
"""Characters under which a printed name or number is what is left of one."""
_PRINTED_ERROR = 0.12
"""Share of characters that optical reading of a printed name may get wrong before it counts as another name."""


def crosscheck(evidence: Sequence[Evidence], today: date) -> list[Check]:
    """Agreement of witnesses, possible dates, expiry, and the verdict over these and the check digits in `evidence`."""
    by_key: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        by_key[item.key].append(item)
    checks = [_digits(item) for item in evidence if item.witness == "mrz" and item.check is not None]
    checks += [check for key, items in by_key.items() if (check := agreement(key, items)) is not None]
    checks += _calendar(by_key, today)
    return [*checks, verdict(checks)]


def _digits(item: Evidence) -> Check:
    return Check(f"digit.{item.key}", item.check, "check digit right" if item.check else "check digit wrong")


def agreement(key: str, items: Sequence[Evidence]) -> Check | None:
    """Whether all witnesses of a field agree after transliteration and date normalisation; None with one only."""
    witnesses = sorted({item.witness for item in items})
    if len(witnesses) < 2 or key in ("mrz", "document_type"):
        return None
    pairs = [(a, b) for i, a in enumerate(items) for b in items[i + 1 :] if a.witness != b.witness]
    results = [_unless_doubtful(_same(key, a, b), a, b) for a, b in pairs]
    passed = None if None in results else all(results)
    return Check(f"agree.{key}", passed, " and ".join(witnesses))


def _unless_doubtful(same: bool | None, one: Evidence, other: Evidence) -> bool | None:
    """Print that is not sure to be this field's value contradicts nothing."""
    return None if same is False and (_is_doubtful(one) or _is_doubtful(other)) else same


def _same(key: str, one: Evidence, other: Evidence) -> bool | None:
    """None where an optical reading differs so little that it may be a reading error."""
    if one.normal is None or other.normal is None:
        return None
    if one.type == "date":
        return _same_date(one.normal, other.normal)
    if key in ("nationality", "issuing_country") and not {one.normal, other.normal} <= CODES:
        return None  # a printed adjective (UTOPIAN) is not translated
    if key in ("surname", "given_names"):
        return _same_name(one, other)
    a, b = (re.sub(r"[^A-Z0-9]", "", transliterate(item.normal or "")) for item in (one, other))
    if key == "document_number" and 9 in (len(a), len(b)) and (a.startswith(b) or b.startswith(a)) and a != b:
        return None  # visas cut longer numbers to the nine places of the zone
    return _near(a, b, "printed" in (one.witness, other.witness), number=key.endswith("_number"))


def _same_date(one: str, other: str) -> bool:
    """Dates agree as far as both are known."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _same_name(one: Evidence, other: Evidence) -> bool | None:
    """Any of the writings that issuers use; a cut name agrees with a longer one that begins alike."""
    ours, theirs = variants(one.text.replace("<", " ")), variants(other.text.replace("<", " "))
    if ours & theirs:
        return True
    if (one.cut and any(t.startswith(o) for o in ours for t in theirs)) or (
        other.cut and any(o.startswith(t) for o in ours for t in theirs)
    ):
        return True
    optical = "printed" in (one.witness, other.witness)
    results = [_near(o.replace(" ", ""), t.replace(" ", ""), optical) for o in ours for t in theirs]
    return True if True in results else None if None in results else False


def _near(one: str, other: str, optical: bool, number: bool = False) -> bool | None:
    """None for a reading that differs little, that is a part of the other (print is lost in glare and patterns), or
    that is a number of another shape."""
    if one == other:
        return True
    if not optical:
        return False
    away = Levenshtein.distance(one, other)
    if away <= max(1, _PRINTED_ERROR * max(len(one), len(other))) or one in other or other in one:
        return None
    if min(len(one), len(other)) < SHORTEST:
        return None
    return None if number and Levenshtein.distance(_shape(one), _shape(other)) > OTHER_SHAPE else False


def _shape(text: str) -> str:
    return "".join("0" if c.isdigit() else "A" for c in text)


def _calendar(by_key: dict[str, list[Evidence]], today: date) -> list[Check]:
    """Days against the calendar and each other; what unsure print says contradicts nothing here either."""
    checks = [
        Check(f"possible.{key}", False, "no such day in the calendar")
        for key in ("birth_date", "expiry_date", "issue_date")
        if key in by_key and all(item.normal is None and item.witness != "printed" for item in by_key[key])
        and any(item.text.strip("<") for item in by_key[key])
    ]  # fmt: skip
    told = [_told(by_key, key) for key in ("birth_date", "issue_date", "expiry_date")]
    birth, issue, expiry = (_day(item.normal) if item else None for item in told)
    doubt_birth, doubt_issue, doubt_expiry = (item is not None and _is_doubtful(item) for item in told)

    def tested(name: str, right: bool, doubtful: bool, detail: str) -> None:
        checks.append(Check(name, right or (None if doubtful else False), detail))

    if birth:
        age = (today - birth).days / 365.25
        tested("possible.age", 0 <= age <= OLDEST, doubt_birth, "holder's age today")
    if birth and expiry:
        tested("order.birth_expiry", birth < expiry, doubt_birth or doubt_expiry, "born before expiry")
    if issue and expiry:
        years = (expiry - issue).days / 365.25
        tested("order.issue_expiry", 0 < years <= LONGEST, doubt_issue or doubt_expiry, "issued before expiry")
    if expiry:
        checks.append(Check("not_expired", expiry >= today, "against today's date"))
    return checks


def _told(by_key: dict[str, list[Evidence]], key: str) -> Evidence | None:
    return next((item for item in by_key.get(key, ()) if item.normal), None)


def _is_doubtful(item: Evidence) -> bool:
    return item.witness == "printed" and item.confidence < SURE_PRINT


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and len(text) == 10 else None


def verdict(checks: Sequence[Check]) -> Check:
    """contradiction with the list of what failed; consistent where something was tested and nothing failed; otherwise
    not verifiable. An expired document contradicts nothing."""
    tested = [check for check in checks if check.name != "not_expired"]
    failed = [check.name for check in tested if check.passed is False]
    if failed:
        return Check("verdict", False, f"contradiction: {', '.join(failed)}")
    if any(check.passed and check.name.startswith(("digit.", "agree.")) for check in tested):
        return Check("verdict", True, "consistent")
    return Check("verdict", None, "not verifiable")
