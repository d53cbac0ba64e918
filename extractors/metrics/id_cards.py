"""Identity documents against the truth: fields by normal value, zones line by line, licences element by element.

Conventions: a field counts as right when its key was asked for and its normal value (the value where there is none) is
the same without case and outer blanks; nothing expected and nothing found is perfect. A zone is *accepted* when every
check digit is right and the rest is legible; an accepted zone that differs from the truth is the error that counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extractors.base import Score
from extractors.errors import BadAnnotations, DocumentError
from extractors.types import Extraction


def score(expected: Sequence[Extraction], found: Sequence[Extraction]) -> Score:
    """`field_f1` over all fields, `document_exact` the share of documents with every expected field right and no other,
    `recall` and `precision`."""
    wanted = asked = common = exact = 0
    for answer, prediction in zip(expected, found, strict=True):
        right, given = _values(answer), _values(prediction)
        both = sum(given.get(key) == value for key, value in right.items())
        wanted, asked, common = wanted + len(right), asked + len(given), common + both
        exact += both == len(right) == len(given)
    values = {
        "field_f1": 2 * common / (wanted + asked) if wanted + asked else 1.0,
        "recall": common / wanted if wanted else 1.0,
        "precision": common / asked if asked else float(not wanted),
        "document_exact": exact / len(expected) if expected else 1.0,
    }
    return Score(values, len(expected))


def _values(extraction: Extraction) -> dict[str, str]:
    return {field.key: (field.normal or field.value).strip().casefold() for field in extraction.fields}


@dataclass(frozen=True, slots=True)
class ZoneScore:
    """Counts over a folder of pictures; `wrong` lists the files whose zone was accepted and is not the truth,
    `missed` the others that are not exact."""

    pictures: int
    known: int
    exact: int
    accepted: int
    valid: int
    none: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...] = ()

    @property
    def score(self) -> Score:
        known = self.known or 1
        values = {
            "lines_exact": self.exact / known if self.known else 1.0,
            "accepted": self.accepted / self.pictures if self.pictures else 1.0,
            "check_digits_right": self.valid / self.pictures if self.pictures else 1.0,
            "accepted_not_wrong": 1.0 - len(self.wrong) / known,
        }
        return Score(values, self.pictures)


def evaluate_mrz(directory: Path, today: date | None = None) -> ZoneScore:
    """Read every picture named in ``truth.json`` (file -> list of lines, or null where nobody wrote them down); one
    that cannot be read counts as without a zone. Raises BadAnnotations."""
    truth = _answers(directory / "truth.json", dict)
    readings = {name: _reading(directory / name, today) for name in sorted(truth)}
    known = {name: lines for name, lines in truth.items() if lines is not None}
    right = {name for name, lines in known.items() if readings[name]["lines"] == lines}
    return ZoneScore(
        pictures=len(truth),
        known=len(known),
        exact=len(right),
        accepted=sum(reading["accepted"] for reading in readings.values()),
        valid=sum(bool(r["checks"]) and all(r["checks"].values()) for r in readings.values()),
        none=sum(not reading["lines"] for reading in readings.values()),
        wrong=tuple(name for name in known if name not in right and readings[name]["accepted"]),
        missed=tuple(name for name in known if name not in right and not readings[name]["accepted"]),
    )


def _reading(path: Path, today: date | None) -> dict[str, Any]:
    from extractors.id_cards import mrz_of_image

    try:
        return mrz_of_image(path, today)
    except DocumentError:
        return {"lines": [], "accepted": False, "checks": {}}


def _answers(path: Path, kind: type) -> Any:
    """The content of a JSON file of answers. Raises BadAnnotations where it is missing or of another shape, or where a
    file that it names is not there."""
    try:
        content: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadAnnotations(f"{path}: cannot be read as JSON", f"put {path.name} beside the files it names") from error
    if not isinstance(content, dict | list) or type(content) is not kind:
        raise BadAnnotations(f"{path}: holds no {'object' if kind is dict else 'list'}", "see docrow evaluate --help")
    names = [entry if isinstance(entry, str) else entry.get("file", "") for entry in content]
    problems = tuple(f"{name}: not there" for name in names if not (path.parent / name).is_file())
    if problems:
        raise BadAnnotations(f"{path}: names files that are not there", "", problems)
    return content


def mrz_figures(directory: Path, today: date | None = None) -> tuple[Score, dict[str, Any]]:
    """The score of `evaluate_mrz` and its counts: `known`, `exact`, `wrong`, `missed`. Raises BadAnnotations."""
    found = evaluate_mrz(directory, today)
    counts = {"known": found.known, "exact": found.exact, "wrong": list(found.wrong), "missed": list(found.missed)}
    return found.score, counts


def aamva_figures(directory: Path) -> tuple[Score, dict[str, Any]]:
    """The score of `evaluate_aamva`, and its `errors`. Raises BadAnnotations."""
    score_, errors = evaluate_aamva(directory)
    return score_, {"errors": [list(error) for error in errors]}


AAMVA_KEYS = {
    "First": "first_name", "Middle": "middle_names", "Last": "surname", "Suffix": "name_suffix",
    "WasFirstTruncated": "first_name_truncated", "WasMiddleTruncated": "middle_names_truncated",
    "WasLastTruncated": "surname_truncated", "StreetLine1": "street_address", "StreetLine2": "street_address_2",
    "City": "city", "JurisdictionCode": "jurisdiction", "PostalCode": "postal_code", "Country": "issuing_country",
    "DateOfBirth": "birth_date", "Sex": "sex", "Height": "height", "Weight": "weight", "EyeColor": "eye_color",
    "HairColor": "hair_color", "Ethnicity": "ethnicity", "IdNumber": "document_number",
    "AamvaVersionNumber": "aamva_version", "IssueDate": "issue_date", "ExpirationDate": "expiry_date",
    "RevisionDate": "revision_date", "VehicleClass": "vehicle_class", "RestrictionCodes": "restrictions",
    "EndorsementCodes": "endorsements", "ComplianceType": "compliance", "IsVeteran": "veteran",
    "HasTemporaryLawfulStatus": "temporary_lawful_status", "IsOrganDonor": "organ_donor",
    "Under18Until": "under_18_until", "Under19Until": "under_19_until", "Under21Until": "under_21_until",
    "DocumentDiscriminator": "document_discriminator", "InventoryControlNumber": "inventory_control_number",
    "AuditInformation": "audit_information", "PlaceOfBirth": "place_of_birth", "AliasLast": "alias_surname",
    "AliasFirst": "alias_given_names", "AliasSuffix": "alias_suffix", "HazmatExpirationDate": "hazmat_expiry_date",
}  # fmt: skip
"""Names in the expected answers -> ours."""


def evaluate_aamva(directory: Path) -> tuple[Score, list[tuple[str, str]]]:
    """Parse every payload named in ``expected.json`` (a list of file and expected values): `fields`, the share of
    expected values that were found, `payloads`, that of payloads without an error; and (file, name) of each error.
    Raises BadAnnotations."""
    entries = _answers(directory / "expected.json", list)
    errors = [(entry["file"], name) for entry in entries for name in _aamva_errors(directory, entry)]
    wanted = sum(len(entry["expected"]) for entry in entries)
    whole = len(entries) - len({file for file, _ in errors})
    values = {"fields": 1 - len(errors) / (wanted or 1), "payloads": whole / (len(entries) or 1)}
    return Score(values, len(entries)), errors


def _aamva_errors(directory: Path, entry: Mapping[str, Any]) -> Iterator[str]:
    from extractors.id_cards.aamva import parse

    licence = parse((directory / entry["file"]).read_bytes().decode("utf-8", "replace"))
    found = {key: value.normal for key, value in licence.fields.items()} if licence else {}
    for name, value in entry["expected"].items():
        keys = (AAMVA_KEYS.get(name, name), "weight_range") if name == "Weight" else (AAMVA_KEYS.get(name, name),)
        wanted = _comparable(name, value)
        if wanted not in {_bare(found.get(key)) for key in keys}:
            yield name


def _bare(text: str | None) -> str:
    return (text or "").lower().replace("_", "")


def _comparable(name: str, value: Any) -> str:
    """An expected value as our normal values write it."""
    if isinstance(value, bool):
        return str(value).lower()
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    if name == "Height" and numbers:
        inches = numbers[0] * 12 + numbers[1] if len(numbers) > 1 else numbers[0]
        return f"{numbers[0]} cm" if "Metric" in value else f"{inches} in"
    if name == "Weight" and numbers:
        unit = "kg" if "Metric" in value else "lb"
        return f"{'-'.join(map(str, numbers))} {unit}"
    if name == "Country":
        return str(value).lower()[:3]
    if name == "Sex":
        return {"male": "m", "female": "f"}.get(value.lower(), "x")
    if name == "AamvaVersionNumber":
        return f"{numbers[0]}" if numbers else ""
    return str(value).lower().replace("_", "")
