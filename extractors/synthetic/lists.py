# ruff: noqa: E501
"""Short lists that values are drawn from, and the ways they are written down."""

from __future__ import annotations

from functools import cache

from extractors.synthetic.words import office

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
WORDS = {
    "yesno": {"en": "Yes No Y N YES NO", "de": "Ja Nein", "fr": "Oui Non", "es": "Sí No"},
    "sex": {
        "en": "M F Male Female",
        "de": "m w männlich weiblich",
        "fr": "M F Masculin Féminin",
        "es": "H M Hombre Mujer",
    },
    "status": {
        "en": "Single Married Divorced Widowed",
        "de": "ledig verheiratet geschieden",
        "fr": "Célibataire Marié(e) Pacsé(e)",
        "es": "Soltero Casada Divorciado",
    },
}
LISTS = {
    "brand": "Northwind|ALTURA|Bluefield|Crestline|Kestrel|Silver Fox|Orion Lights|Marlowe|Tamarind|Veridian 100|Summit Gold|Parkway"
    "|Old Harbor|Falcon|Regatta|Solaria|Windward KS|Domino Mild|Vista Menthol|Cascade|Emperor|Bristol Blue",
    "color": "Blue|Red|White|Black|Green|Gold|Silver|Brown|Tan|Clear|Grey|4/C|Navy",
    "unit": "pcs|kg|ea|box|hrs|m|l|case|doz|Stk|mg|ml|ctn|M|lb|set|roll",
    "level": "A|B|C|I|II|III|1st|2nd|High|Low|Medium|Mild|Good|Fair|Day|Night|1|2|3",
    "terms": "Net 30|Net 30 days|30 days|2/10 net 30|COD|Due on receipt|EXW|FOB|CIF|DAP Hamburg|Prepaid|Collect|14 Tage netto|30 jours"
    "|Lastschrift|Virement|Contado|Advance|Net 60",
    "carrier": "UPS|FedEx|DHL|Truck|Air freight|Best way|Rail|Sea|Road|Courier|USPS|US Mail|LKW|Camion|Pick up|Express Mail",
    "make": "Ford|Toyota|Honda|Chevrolet|BMW|Volkswagen|Renault|Peugeot|Seat|Opel|Nissan|Volvo|Fiat|Mazda|Kia",
    "blood": "A+|A-|B+|O+|O-|AB+|0 Rh pos.|A Rh neg.|B negative|O positive",
    "relation": "Spouse|Son|Daughter|Brother|Mother|Friend|Wife|Husband|Parent|Self|Ehefrau|Sohn|Conjoint|Hija|Partner",
    "currency": "USD|EUR|GBP|CHF|US Dollars|Euro|CAD|JPY",
    "degree": "B.A.|B.S.|M.Sc.|MBA|Ph.D.|High School|Abitur|Baccalauréat|Licence|Bachiller|Diploma|Associate|M.D.",
    "title": "Mr.|Mrs.|Ms.|Dr.|Prof.|Herr|Frau|M.|Mme|Sr.|Sra.",
    "department": "Accounting|Marketing|Sales|Legal|Research|R&D|Production|Personnel|Human Resources|Engineering|Purchasing|Finance"
    "|Quality Assurance|Media Services|Public Affairs|Vertrieb|Einkauf|Buchhaltung|Comptabilité|Achats|Compras|Ventas|Cardiology|IT"
    "|Law Department|Product Development|Field Sales|Toxicology|Chemistry|Customer Service",
    "region": "Northeast|Southwest|Midwest|Region 4|Region 2|Western|District 12|Div. 7|Nord|Süd|Ouest|Norte|National|East Coast|Metro"
    "|Central|Area III|0412|17|Great Lakes|Full chain|All divisions|Section 33",
    "court": "Superior Court|Circuit Court|U.S. District Court|Southern District|Court of Appeals|County Court",
    "nouns": "program sample product market report test study paper filter display carton package label sales research project budget"
    " meeting agency campaign proposal equipment machine process material analysis review contract survey panel coupon price volume"
    " study group unit control system service order shipment account supply container brand store retail media promotion data",
    "adjectives": "new special final annual monthly regional national standard revised preliminary low high full light regular direct"
    " internal external technical medical physical chemical general competitive current proposed additional initial retail weekly",
}

FLOORS = {
    "en": ("{n}th floor|Apt. {n}{letter}|Floor {n}|{n}{letter}", "left right"),
    "de": ("{n}. OG {side}|{n}. OG|EG|{n}. Stock {side}|EG {side}|DG", "links rechts Mitte"),
    "fr": ("{n}e étage|{n}e étage {side}|RDC|Appt. {n}{letter}", "gauche droite"),
    "es": ("{n}.º {side}|{n}º {letter}|Bajo|{n}.ª planta", "izq. dcha."),
}
"""How floors are written, and the sides of a landing."""


@cache
def tokens(name: str) -> tuple[str, ...]:
    return tuple(LISTS[name].split())


@cache
def nouns() -> tuple[str, ...]:
    return *tokens("nouns"), *lines(office.INDUSTRY)


@cache
def lines(text: str) -> tuple[str, ...]:
    return tuple(item for line in text.splitlines() for item in line.split("|") if item)


@cache
def split(kind: str) -> tuple[str, ...]:
    return tuple(LISTS[kind].split("|"))
