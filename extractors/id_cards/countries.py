"""Country and issuer codes of machine readable zones (ICAO Doc 9303-3, section 5; ISO 3166-1 alpha-3)."""

from __future__ import annotations

_ISO = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ
BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU
DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC
GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG
MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL
PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN
SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""
# Codes of 9303-3 part 5 that ISO 3166 has not: Germany, kinds of British nationals, organisations, stateless persons,
# refugees, Kosovo, the specimen state, and withdrawn states that still stand on valid documents.
_ICAO = """
D GBD GBN GBO GBP GBS EUE UNO UNA UNK XOM XAA XAU XBA XCA XCC XCE XCO XDC XEC XES XIM XMP XPO XSM XXA XXB XXC XXX RKS
KSV UTO IAO NTZ ANT SCG YUG SUN CSK DDR ROM ZAR TMP
"""
CODES = frozenset((_ISO + _ICAO).split())
_ALIASES = {
    "D": "DEU",
    "GBD": "GBR",
    "GBN": "GBR",
    "GBO": "GBR",
    "GBP": "GBR",
    "GBS": "GBR",
    "ROM": "ROU",
    "ZAR": "COD",
}


def known(code: str) -> bool:
    """Whether a code as printed, with or without fillers, is one of the standard's."""
    return code.replace("<", "") in CODES


def normal(code: str) -> str | None:
    """The ISO 3166-1 alpha-3 code, or the ICAO code where ISO has none; None for a code nobody assigned."""
    bare = code.replace("<", "")
    return _ALIASES.get(bare, bare) if bare in CODES else None
