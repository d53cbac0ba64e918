"""Words that labels on forms are made of, in the languages that docrow reads, with the type their values have.

Not a dictionary of whole labels: a short text whose words mostly stand here is likely a label, whatever the form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extractors.types import ValueType

_DATE = """date dated datum tag day birth birthdate dob geburtsdatum geburtstag born issued expires expiry expiration
due fällig fälligkeit ausstellungsdatum
rechnungsdatum lieferdatum received fecha nacimiento vencimiento emisión naissance
échéance émission délivrance year jahr année año month monat mois mes week"""
_MONEY = """amount total subtotal sum balance price cost fee fees charge charges payment paid due tax vat salary wage
income deposit rent premium betrag summe gesamt gesamtbetrag zwischensumme preis gebühr steuer mwst gehalt miete netto
brutto montant prix tva salaire loyer solde frais importe precio iva saldo salario net gross discount rounding change
cash budget estimate value worth wert valeur valor"""
_NUMBER = """quantity qty age size weight height count pages page hours rate menge anzahl alter gewicht größe seite
quantité nombre âge poids taille cantidad edad peso número"""
_CODE = """no number nr nummer numéro num ref reference code id account iban bic swift ssn ein tin vin zip postcode plz
case invoice order customer policy contract licence license permit passport registration serial konto kontonummer
rechnungsnummer kundennummer bestellnummer auftragsnummer steuernummer vertragsnummer versicherungsnummer
personalnummer facture commande client dossier référence factura pedido cliente póliza referencia nif cif dni
siret siren ustid brand lot batch item sku model part file job"""
_TEXT = """name surname first last middle given family maiden title company firm employer business address street city
town state province county country nationality phone telephone tel fax mobile cell email e-mail mail website web url
contact person attention attn to from cc subject re regarding signature signed sign department dept division office
branch occupation position job profession marital status sex gender type category class description comments comment
remarks notes note reason purpose location place relationship school university bank bill ship sold buyer seller
manager director supervisor approved approval prepared requested authorized reviewed submitted by requester owner
applicant patient physician doctor insurer insured beneficiary witness language education experience vorname nachname
familienname firma arbeitgeber anschrift adresse straße strasse hausnummer ort stadt land staatsangehörigkeit telefon
telefax handy ansprechpartner betreff unterschrift abteilung beruf familienstand geschlecht bemerkungen bemerkung
beschreibung bezeichnung bank empfänger absender kunde antragsteller versicherter patient nom prénom prénoms adresse
rue ville pays nationalité téléphone courriel objet signature service profession sexe remarques désignation
destinataire expéditeur demandeur assuré société employeur code postal nombre apellido apellidos dirección calle
ciudad país nacionalidad teléfono correo asunto firma departamento profesión sexo estado civil observaciones
descripción destinatario solicitante empresa method mode terms conditions delivery project program product brand
supplier vendor distributor manufacturer sponsor study protocol sample test method result market region territory
account group event period"""
_LINKS = """of the and or for in on at a an if your my is are this & / der die das des und oder für von zum zur im am in
de du des la le les et ou pour en au aux del los las y o para por el su sus votre ihr ihre"""

_TYPES: tuple[tuple[ValueType, str], ...] = (
    ("date", _DATE), ("money", _MONEY), ("number", _NUMBER), ("code", _CODE), ("text", _TEXT),
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents, punctuation at word ends and double spaces: labels compare by this."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"[\w&%#]+", plain))


@cache
def label_words() -> dict[str, ValueType]:
    """Each label word, folded, with the type of value it asks for; the first listing wins."""
    words: dict[str, ValueType] = {}
    for kind, text in _TYPES:
        for word in fold(text).split():
            words.setdefault(word, kind)
    return words


@cache
def link_words() -> frozenset[str]:
    """Small words that labels may hold without counting for or against."""
    return frozenset(fold(_LINKS).split())


def asked_type(label: str) -> ValueType | None:
    """The type of value that a label asks for, by its last telling word; None where no word tells."""
    kinds = [kind for word in fold(label).split() if (kind := label_words().get(word))]
    if not kinds:
        return None
    telling = [kind for kind in kinds if kind != "text"]
    return telling[-1] if telling else "text"
