"""Code lists of the AAMVA DL/ID card design standard: issuers, element ids, colours, ranges."""

from __future__ import annotations

VERSIONS = {
    1: "2000",
    2: "2003",
    3: "2005",
    4: "2009",
    5: "2010",
    6: "2011",
    7: "2012",
    8: "2013",
    9: "2016",
    10: "2020",
}
"""Year of the standard for each version number (annex D, header)."""

_ISSUERS = """
AL 636033 AK 636059 AS 604427 AZ 636026 AR 636021 BC 636028 CA 636014 CO 636020 CT 636006 DC 636043 DE 636011 FL
636010 GA 636055 GU 636019 HI 636047 ID 636050 IL 636035 IN 636037 IA 636018 KS 636022 KY 636046 LA 636007 ME 636041
MB 636048 MD 636003 MA 636002 MI 636032 MN 636038 MS 636051 MO 636030 MT 636008 NE 636054 NV 636049 NB 636017 NL
636016 NH 636039 NJ 636036 NM 636009 NY 636001 NC 636004 ND 636034 NS 636013 OH 636023 OK 636058 ON 636012 OR 636029
PA 636025 PE 604426 QC 604428 PR 604431 RI 636052 SK 636044 SC 636005 SD 636042 TN 636053 TX 636015 VI 636062 UT
636040 VT 636024 VA 636000 WA 636045 WV 636061 WI 636031 WY 636060 YT 604429 AB 604432 NU 604433 NT 604434 MP 604430
""".split()  # noqa: SIM905
ISSUERS = dict(zip(_ISSUERS[1::2], _ISSUERS[::2], strict=True))
"""Issuer identification number -> jurisdiction."""
CANADA = frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"])

COLORS = {
    "BLK": "black", "BLU": "blue", "BRO": "brown", "BRN": "brown", "BN": "brown", "BR": "brown", "BL": "blue",
    "DIC": "dichromatic", "GRY": "gray", "GRA": "gray", "GRN": "green", "GR": "green", "GN": "green", "HAZ": "hazel",
    "HZL": "hazel", "HZ": "hazel", "MAR": "maroon", "PNK": "pink", "BAL": "bald", "BLN": "blond", "BLD": "blond",
    "BLO": "blond", "RED": "red", "SDY": "sandy", "SAN": "sandy", "WHI": "white", "BK": "black", "GY": "gray",
}  # fmt: skip
"""Eyes and hair (D.12.5.2) and the short forms that some jurisdictions print."""
WEIGHT_RANGES = dict(
    zip(
        "0123456789",
        ("0-70", "71-100", "101-130", "131-160", "161-190", "191-220", "221-250", "251-280", "281-320", "321-"),
        strict=True,
    )
)
"""Pounds for each weight range code (DCE)."""
ETHNICITIES = {
    "AI": "alaskan_or_american_indian", "AP": "asian_or_pacific_islander", "BK": "black", "H": "hispanic",
    "O": "non_hispanic", "W": "white",
}  # fmt: skip
COMPLIANCE = {"F": "fully_compliant", "M": "materially_compliant", "N": "non_compliant"}

TEXTS = {
    "document_number": ("DAQ",), "document_discriminator": ("DCF",), "inventory_control_number": ("DCK",),
    "audit_information": ("DCJ",), "city": ("DAI", "DAN"), "street_address": ("DAG", "DAL"),
    "street_address_2": ("DAH", "DAM"), "jurisdiction": ("DAJ", "DAO"), "vehicle_class": ("DCA", "DAR"),
    "restrictions": ("DCB", "DAS"), "endorsements": ("DCD", "DAT"), "name_suffix": ("DCU", "DAE"),
    "place_of_birth": ("DCI",), "alias_surname": ("DBN",), "alias_given_names": ("DBG",), "alias_suffix": ("DBS",),
}  # fmt: skip
"""Field -> element ids that hold it as plain text, the first one present wins (version 1 has ids of its own)."""
DATES = {
    "birth_date": "DBB", "expiry_date": "DBA", "issue_date": "DBD", "revision_date": "DDB", "hazmat_expiry_date": "DDC",
    "under_18_until": "DDH", "under_19_until": "DDI", "under_21_until": "DDJ",
}  # fmt: skip
TRUNCATED = {"surname_truncated": "DDE", "first_name_truncated": "DDF", "middle_names_truncated": "DDG"}
FLAGS = {"temporary_lawful_status": ("DDD",), "organ_donor": ("DDK", "DBH"), "veteran": ("DDL",)}
NOTHING = frozenset({"", "NONE", "UNK", "UNAVL", "UNAVAIL", "N/A"})
"""What is written where there is nothing to say."""
