"""Printed names as the machine readable zone writes them: ICAO Doc 9303-3, section 6, tables A (Latin) and B
(Cyrillic), and the Greek one of ELOT 743 that Greek documents follow."""

from __future__ import annotations

import re
import unicodedata

_LATIN = {
    "Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Æ": "AE", "Ø": "OE", "Å": "AA", "Þ": "TH", "Ð": "D",
    "Đ": "D", "Ł": "L", "Œ": "OE", "Ĳ": "IJ", "Ŋ": "N", "Ħ": "H", "Ŧ": "T", "ı": "I", "ĸ": "Q", "Ə": "E",
}  # fmt: skip
_CYRILLIC = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH", "З": "Z", "И": "I", "І": "I",
    "Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U",
    "Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Ь": "", "Э": "E",
    "Ю": "IU", "Я": "IA", "Ґ": "G", "Є": "IE", "Ї": "I", "Ў": "U", "Ђ": "D", "Ј": "J", "Љ": "LJ", "Њ": "NJ",
    "Ћ": "C", "Џ": "DZ", "Ѓ": "G", "Ќ": "K", "Ѕ": "DZ",
}  # fmt: skip
_GREEK = {
    "Α": "A", "Β": "V", "Γ": "G", "Δ": "D", "Ε": "E", "Ζ": "Z", "Η": "I", "Θ": "TH", "Ι": "I", "Κ": "K", "Λ": "L",
    "Μ": "M", "Ν": "N", "Ξ": "X", "Ο": "O", "Π": "P", "Ρ": "R", "Σ": "S", "Τ": "T", "Υ": "Y", "Φ": "F", "Χ": "CH",
    "Ψ": "PS", "Ω": "O",
}  # fmt: skip
_GREEK_PAIRS = {"ΟΥ": "OU", "ΓΓ": "NG", "ΓΞ": "NX", "ΓΧ": "NCH", "ΑΥ": "AV", "ΕΥ": "EV", "ΗΥ": "IV"}
_OTHER = {
    "Ä": "A",
    "Ö": "O",
    "Ü": "U",
    "Å": "A",
    "Ø": "O",
    "Ñ": "N",
    "Й": "Y",
    "Ю": "YU",
    "Я": "YA",
    "Ё": "YO",
    "Ц": "C",
}
"""Writings that issuers use beside the recommended ones."""
_SIGNS = re.compile(r"[^A-Z0-9]+")


def transliterate(text: str) -> str:
    """Capital letters A-Z, digits and single spaces: what the recommended tables make of a printed name."""
    return _write(text, {**_LATIN, **_CYRILLIC, **_GREEK})


def variants(text: str) -> frozenset[str]:
    """All the writings that documents use: recommended, with plain letters instead of AE, OE, UE, Ñ as NXX."""
    table = {**_LATIN, **_CYRILLIC, **_GREEK}
    return frozenset(
        {_write(text, table), _write(text, {**table, **_OTHER}), _write(text, {**table, "Ñ": "NXX", "Ü": "UXX"})}
    )


def _write(text: str, table: dict[str, str]) -> str:
    upper = unicodedata.normalize("NFC", text).upper().replace("'", "").replace("’", "")
    for pair, latin in _GREEK_PAIRS.items():
        upper = _strip_greek(upper).replace(pair, latin)
    letters = "".join(table[character] if character in table else _bare(character, table) for character in upper)
    return " ".join(_SIGNS.split(letters)).strip()


def _strip_greek(text: str) -> str:
    """Accents of Greek letters do not matter; those of Latin ones do."""
    return "".join(_bare(c, {}) if "\u0370" <= c <= "\u03ff" or "\u1f00" <= c <= "\u1fff" else c for c in text)


def _bare(character: str, table: dict[str, str]) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return "".join(table.get(c, c) for c in plain)
