"""What a field is by its name, and how much a text looks like that: addresses, firms, totals, in several languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from extractors.forms.vocabulary import fold

_NAMES = {
    "address": """address addr anschrift adresse dirección domicilio indirizzo endereço morada alamat adres adress
    osoite cím adresa""",
    "firm": """company vendor supplier seller merchant store shop firm payee firma lieferant verkäufer händler
    unternehmen société fournisseur vendeur commerçant empresa proveedor vendedor comercio ditta azienda fornitore
    fornecedor syarikat kedai bedrijf leverancier företag yritys toko perusahaan""",
    "total": """total gesamt gesamtbetrag summe endbetrag totale totaal jumlah totalt suma celkem razem montant
    importe payable""",
}  # fmt: skip
_OF_IT = """code number no nr num id date day phone telephone tel fax email mail url website type status rate percent
tax count quantity nummer kennung datum telefon art satz anzahl numéro numero identifiant téléphone taux nombre código
número identificación fecha teléfono tipo tasa cantidad codice telefono nomor"""
"""A name with one of these asks for something about a firm, an address or a total."""
_DATES = frozenset(("date", "datum", "fecha", "data", "tarikh", "dato", "tanggal", "document date", "belegdatum"))
_TOTALS = (
    "total", "grand total", "total amount", "amount due", "net total", "total due", "amount payable",
    "total payable", "balance due", "to pay", "gesamtbetrag", "gesamt", "summe", "zu zahlen", "endbetrag",
    "montant total", "total ttc", "net à payer", "total a pagar", "importe total", "totale", "totaal",
    "jumlah", "total rounded", "total incl tax", "total inclusive",
)  # fmt: skip
_STREET = """street st road rd avenue ave lane ln drive dr boulevard blvd court square highway hwy parkway crescent
terrace close mall plaza building tower floor flr level unit suite room block blok lot batu jalan jln lorong taman tmn
persiaran lebuh lebuhraya kampung kg kawasan bandar seksyen sek desa bukit wisma menara kompleks straße strasse weg
platz allee gasse ufer damm stock rue route chemin impasse quai bd place étage calle avenida av avda plaza paseo carrera
piso via viale piazza corso vicolo rua travessa largo praça straat laan plein gracht ulica ul gade vej gata gatan
väg veien city town village state province district po box p.o postfach cedex near opp off"""
_LEGAL = """sdn bhd s/b ltd limited inc incorporated llc llp plc corp corporation co company gmbh mbh ag kg ohg ug se
sa sarl sas sasu eurl sl slu srl spa bv nv oy ab as aps a/s pty pte kk tbk lda ltda ev sro doo kft zrt"""
_TRADE = """enterprise enterprises trading holdings group restaurant restoran store stores shop mart market supermarket
hypermarket hotel cafe café coffee bakery bakeries pharmacy farmasi clinic klinik hardware stationery electronics
services service marketing industries international bookstore books motor auto foods food pizza kitchen bistro bar
grill salon boutique bäckerei apotheke gaststätte gasthaus markt handel boulangerie pharmacie magasin panadería farmacia
tienda ristorante trattoria negozio padaria loja perniagaan syarikat kedai pasaraya"""
_OTHER = """tel telephone phone fax gst tax vat invoice receipt reg registration id no: bill cashier cash date time
email www http ust steuer rechnung kasse datum facture téléphone siret tva factura teléfono nif cif partita iva document
counter table member customer order page"""
_AMOUNTS = """sub subtotal qty quantity items item tax gst vat sst mwst ust tva iva discount disc cash change tendered
tender rounding adjustment adj excl exclude excluding received paid bar rückgeld gegeben rendu espèces remise cambio
efectivo descuento zwischensumme supplies summary saving savings points card visa mastercard count"""
_TAXES = """tax gst vat sst mwst ust tva iva"""
_WITHIN = """incl inclusive including inclusief inkl inklusive einschl einschließlich ttc comprise compris inclus
incluido incluidos incluida compresa inclusa"""
_LISTS = {
    "taxes": _TAXES,
    "within": _WITHIN,
    "street": _STREET,
    "legal": _LEGAL,
    "trade": _TRADE,
    "other": _OTHER,
    "amounts": _AMOUNTS,
    "of it": _OF_IT,
}
_OTHER_NUMBER = re.compile(r"\d[.,]\d\d$|\d{7,}|\d[-/]\d+[-/]\d|\d:\d\d|\d-\d{6}|\d{5}-[A-Z]\b|^\W?0\d{1,2}\)?-?\d{4,}")
"""Amounts, dates, times, telephone and registration numbers."""


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(own for word in _LISTS[name].split() for own in (word, fold(word)))


def concepts(names: Sequence[str]) -> frozenset[str]:
    """What one of a field's names says it is: address, firm, total, for which one word of the name is enough unless
    another asks for something about them (payee code); the date of the document, where nothing more is said."""
    words = {word for name in names if _words("of it").isdisjoint(own := fold(name).split()) for word in own}
    found = {concept for concept, own in _NAMES.items() if words & set(fold(own).split())}
    return frozenset(found | ({"date"} if {fold(name) for name in names} & _DATES else set()))


def totals() -> tuple[str, ...]:
    """What totals are called on paper."""
    return _TOTALS


_TELEPHONE = re.compile(r"[+(]?\d(?:[ ()/.-]{0,2}\d){8,}(?!\d)")
"""Nine digits and more with nothing but spaces, dashes and brackets between."""


def _spread(text: str) -> list[tuple[float, float, bool]]:
    """What each word of a text speaks for; a telephone number is one word, as if it were called so."""
    return [_token(token) for token in _TELEPHONE.sub("tel", text).split()]


@lru_cache(maxsize=50_000)
def _token(token: str) -> tuple[float, float, bool]:
    """How much a word speaks for an address, for a firm, and whether it has a digit."""
    bare, lower = fold(token), token.casefold().strip(".,:;()")
    own = {lower, bare}
    if own & _words("other") or token.endswith(":") or "@" in token or "www" in lower or "://" in lower:
        return -2.0, -1.5, any(c.isdigit() for c in token)
    if any(c.isdigit() for c in token):
        return *_digits(token), True
    if own & _words("street"):
        return 1.0, -0.5, False
    if own & _words("legal"):
        return -0.6, 1.2, False
    if bare in _words("trade"):
        return -0.3, 0.7, False
    return 0.1 + 0.3 * token.endswith((",", ".")), (0.1 if token[:1].isupper() else -0.3), False


def _digits(token: str) -> tuple[float, float]:
    """The same of a word with digits: post codes and house numbers speak for an address."""
    if re.fullmatch(r"\d{4,6},?", token):
        return 0.8, -1.5
    if _OTHER_NUMBER.search(token):
        return -2.0, -1.5
    return (0.5 if len(token) <= 8 else -0.5), -0.8


@lru_cache(maxsize=50_000)
def like_address(text: str) -> float:
    """-5 to 5: street words, house numbers, post codes and commas against numbers and labels of other kinds."""
    tokens = _spread(text)
    score = sum(own for own, _, _ in tokens)
    if not any(digit for _, _, digit in tokens):
        return min(score, 0.8) - 1.0
    return max(min(score, 5.0), -5.0)


@lru_cache(maxsize=50_000)
def address_line(text: str) -> float:
    """-2 to 2: how much one line of several looks like one of an address, which may be a town alone."""
    return max(min(sum(own for own, _, _ in _spread(text)), 2.0), -2.0)


@lru_cache(maxsize=50_000)
def like_firm(text: str) -> float:
    """-4 to 3.5: legal forms (best at the end) and words of trade against numbers and labels."""
    scores = [_token(token)[1] for token in text.split()]
    if not scores:
        return 0.0
    end = 1.0 if scores[-1] > 1.0 and len(scores) > 1 else 0.0
    good, bad = sum(own for own in scores if own > 0), sum(own for own in scores if own < 0)
    return max(min(good, 2.5) + end + bad, -4.0)


@lru_cache(maxsize=50_000)
def other_amount(label: str) -> float:
    """1 where a label names an amount that is no total: a subtotal, a tax, cash and change. A tax that is said to be
    within the amount is none."""
    words = set(fold(label).split())
    others = words & _words("amounts")
    return float(bool(others - _words("taxes") if words & _words("within") else others))
