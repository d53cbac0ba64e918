"""Layouts of cards after real documents, and captions of languages that nobody taught; `made_id_cards` says how they
are written."""

from __future__ import annotations

LAYOUTS = {
    "german identity card": (
        "de_DE",
        "%d.%m.%Y",
        """
2 2 2.6 BUNDESREPUBLIK DEUTSCHLAND
60 3 2.6 PERSONALAUSWEIS
66 9 3 {document_number}
30 10 1.5 [a] Name/Surname/Nom  [b] Geburtsname/Name at birth
30 12 2.6 {surname}
30 18 1.5 Vornamen/Given names/Prénoms
30 20 2.6 {given_names}
30 25 1.5 Geburtstag/Date of birth/|Date de naissance
56 25 1.5 Staatsangehörigkeit/|Nationality/Nationalité
30 29 2.6 {birth_date}
56 29 2.6 DEUTSCH=nationality
30 33 1.5 Geburtsort/Place of birth/Lieu de naissance
30 35 2.6 {birth_place}
30 40 1.5 Gültig bis/Date of expiry/|Date d'expiration
30 44 2.6 {expiry_date}
70 44 2.6 938568
30 50 1.3 Unterschrift der Inhaberin/Signature of bearer""",
    ),
    "british licence": (
        "en_GB",
        "%d.%m.%Y",
        """
24 2 3.4 DRIVING LICENCE
70 3 1.8 UK
30 9 2.4 1.  {surname}
30 12.5 2.4 2.  {given_names}
30 16 2.4 3.  {birth_date} {birth_place}
30 19.5 2.4 4a. {issue_date}
56 19.5 2.4 4c. DVLA=issuing_authority
30 23 2.4 4b. {expiry_date}
30 26.5 2.4 5.  {document_number}
30 30 2.4 7.
30 38 2.4 8.  {address}
30 47 2.4 9.  AM/A/B1/B/f/k/l/n/p/q""",
    ),
    "french identity card": (
        "fr_FR",
        "%d %m %Y",
        """
2 2 2.4 RÉPUBLIQUE FRANÇAISE
40 2.4 2 CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD
4 5 4 FR
32 9 1.5 NOM / Surname
32 11 2.6 {surname}
32 16 1.5 Prénoms / Given names
32 18 2.6 {given_names}
32 24 1.5 SEXE /|Sex
43 24 1.5 NATIONALITÉ /|Nationality
60 24 1.5 DATE DE NAISS. /|Date of birth
32 28 2.6 {sex}
43 28 2.6 FRA=nationality
60 28 2.6 {birth_date}
32 32 1.5 LIEU DE NAISSANCE / Place of birth
32 34 2.6 {birth_place}
32 39 1.5 NOM D'USAGE / Alternate name
32 46 1.5 N° DU DOCUMENT /|Document No
60 46 1.5 DATE D'EXPIR. /|Expiry date
32 50 2.6 {document_number}
60 50 2.6 {expiry_date}
5 50 2.4 384213""",
    ),
    "spanish identity card": (
        "es_ES",
        "%d %m %Y",
        """
20 2 2.4 ESPAÑA
45 2 2 DOCUMENTO NACIONAL DE IDENTIDAD
4 8 2.8 DNI {personal_number}
32 10 1.4 APELLIDOS/APELLIDOS
32 12 2.4 {surname}
32 19 1.4 NOMBRE/IZENA
32 21 2.4 {given_names}
32 25 1.4 SEXO/SEXUA
44 25 1.4 NACIONALIDAD/NAZIONALITATEA
70 25 1.4 NACIMIENTO/JAIOTZA
32 27 2.4 {sex}
44 27 2.4 ESP=nationality
68 27 2.4 {birth_date}
32 31 1.4 EMISIÓN/IGORPENA
54 31 1.4 VALIDEZ/BALIOZKOTASUNA
32 33 2.4 {issue_date}
54 33 2.4 {expiry_date}
32 38 1.4 NUM SOPORT/EUSKARRI ZK.
32 40 2.4 {document_number}
72 48 2.2 CAN 482911""",
    ),
    "italian identity card": (
        "it_IT",
        "%d.%m.%Y",
        """
20 2 2.2 REPUBBLICA ITALIANA
20 5 1.8 MINISTERO DELL'INTERNO
20 8 2.2 CARTA DI IDENTITÀ / IDENTITY CARD
60 3 3 {document_number}
30 13 1.4 COMUNE DI / MUNICIPALITY
30 15 2.3 {issuing_authority}
30 19 1.4 COGNOME / SURNAME
30 21 2.3 {surname}
30 25 1.4 NOME / NAME
30 27 2.3 {given_names}
30 31 1.4 LUOGO E DATA DI NASCITA|PLACE AND DATE OF BIRTH
30 35 2.3 {birth_place} {birth_date}
30 39 1.4 SESSO|SEX
38 39 1.4 STATURA|HEIGHT
50 39 1.4 CITTADINANZA|NATIONALITY
30 43 2.3 {sex}
38 43 2.3 171
50 43 2.3 ITA=nationality
30 47 1.4 EMISSIONE / ISSUING
56 47 1.4 SCADENZA / EXPIRY
30 49 2.3 {issue_date}
56 49 2.3 {expiry_date}""",
    ),
    "californian licence": (
        "en_US",
        "%m/%d/%Y",
        """
3 1 4.5 California USA
45 2 2.6 DRIVER LICENSE
30 8 1.6 DL
34 7.6 3.2 {document_number}
68 8 1.6 CLASS C
30 12 1.6 EXP
34 11.6 2.6 {expiry_date}
68 12 1.6 END NONE
30 15 1.6 LN
33 15 2.2 {surname}
30 18 1.6 FN
33 18 2.2 {given_names}
30 21 2.2 {address}
30 28 1.6 DOB
34 27.8 2.4 {birth_date}
30 31.4 1.6 RSTR NONE
70 31.4 2.4 0{number}
58 36 1.6 SEX
62 36 1.8 {sex}
66 36 1.6 HAIR BRN
76 36 1.6 EYES BRN
58 39 1.6 HGT 5'-05"
70 39 1.6 WGT 125 lb
62 43 1.6 ISS
58 45 1.8 {issue_date}
30 49 1.4 DD 00/00/0000NNNAN/ANFD/YY""",
    ),
    "ontario licence": (
        "en_CA",
        "%Y/%m/%d",
        """
3 2 3.4 Ontario
24 2 2.2 DRIVER'S LICENCE
24 4.6 2.2 PERMIS DE CONDUIRE
72 3 2 ON, CAN
28 9 1.4 1,2 NAME/NOM
28 11 2.2 {surname},
28 13.6 2.2 {given_names}
28 17 1.4 8 ADDRESS/ADRESSE
28 19 2.2 {address}
28 27 1.4 4d NUMBER/|NUMÉRO
40 27 2.4 {document_number}
28 32 1.4 4a ISS/DÉL
40 32 2.2 {issue_date}
62 32 1.4 4b EXP/EXP
70 31.8 2.2 {expiry_date}
28 36 1.4 5 DD/RÉF
40 36 1.8 DL{number}
28 40 1.4 16 HGT/HAUT
40 40 1.8 172 cm
56 40 1.4 15 SEX/SEXE
68 40 2 {sex}
28 44 1.4 9 CLASS/CATÉG
40 44 2 G
56 47 1.4 3 DOB/DDN
68 46.8 2.4 {birth_date}""",
    ),
    "australian licence": (
        "en_AU",
        "%d %b %Y",
        """
4 2 3 Driver Licence
52 2 2.2 Examplia, Australia
4 8 2.6 {given_names} {surname}
62 8 1.4 Card Number
62 10 2.2 2 0{number}
4 14 2.2 {address}
4 24 1.4 Licence No.
4 26 2.4 {document_number}
30 24 1.4 Licence Class
30 26 2.4 C
4 32 1.4 Conditions
4 34 2.2 S
4 42 1.4 Date of Birth
4 44 2.4 {birth_date}
30 42 1.4 Expiry Date
30 44 2.4 {expiry_date}""",
    ),
    "polish identity card": (
        "pl_PL",
        "%d.%m.%Y",
        """
20 2 2.4 RZECZPOSPOLITA POLSKA
30 5.5 1.6 REPUBLIC OF POLAND
60 5.5 2 DOWÓD OSOBISTY / IDENTITY CARD
34 10 1.4 NAZWISKO / SURNAME
34 12 2.5 {surname}
34 17 1.4 IMIONA / GIVEN NAMES
34 19 2.5 {given_names}
34 24 1.4 OBYWATELSTWO / NATIONALITY
34 26 2.5 POLSKIE=nationality
34 30 1.4 DATA URODZENIA / DATE OF BIRTH
66 30 1.4 PŁEĆ / SEX
34 32 2.5 {birth_date}
66 32 2.5 {sex}
34 38 1.4 NUMER DOWODU OSOBISTEGO /|IDENTITY CARD NUMBER
34 42 2.5 {document_number}
62 38 1.4 TERMIN WAŻNOŚCI /|EXPIRY DATE
62 42 2.5 {expiry_date}
74 48 2.4 339201""",
    ),
    "swedish licence": (
        "sv_SE",
        "%Y-%m-%d",
        """
28 2 3.2 KÖRKORT
50 2.6 2 SVERIGE
30 9 2.2 1. {surname}
30 12.4 2.2 2. {given_names}
30 15.8 2.2 3. {birth_date}, {birth_place}
30 19.2 2.2 4a. {issue_date}   4b. {expiry_date}
30 22.6 2.2 4c. TRANSPORTSTYRELSEN=issuing_authority
30 26 2.2 4d. {personal_number}
30 29.4 2.2 5. {document_number}
30 44 2.2 9. AM/B""",
    ),
    "residence permit": (
        "fr_BE",
        "%d-%m-%Y",
        """
20 2 2.6 RESIDENCE PERMIT
60 2 2.6 {document_number}
30 8 1.4 NAAM VOORNAAM / SURNAME FORENAME
30 10 2.4 {surname}
30 13.4 2.4 {given_names}
30 18 1.4 GELDIG TOT/VALID UNTIL
30 20 2.2 {expiry_date}
56 18 1.4 GESLACHT/SEX
56 20 2.2 {sex}
66 18 1.4 NATIONALITEIT/NAT.
66 20 2.2 {nationality}
30 25 1.4 PLAATS, DATUM VAN AFGIFTE / PLACE, DATE OF ISSUE
30 27 2.2 {issuing_authority} {issue_date}
30 31 1.4 SOORT TITEL/TYPE OF PERMIT
30 33 2.2 VERBLIJFSTITEL
30 38 1.4 OPMERKINGEN/REMARKS
30 40 2.2 ARBEIDSMARKT: ONBEPERKT
56 46 1.4 GEBOORTEDATUM/BIRTH DATE
56 48 2.2 {birth_date}""",
    ),
    "kenyan identity card": (
        "en_GB",
        "%d.%m.%Y",
        """
16 2 2.4 JAMHURI YA KENYA
50 2 2.4 REPUBLIC OF KENYA
30 7 1.8 SERIAL NUMBER: {number}
58 7 1.8 ID NUMBER: {personal_number}
32 11 1.6 SURNAME
32 13 2.3 {surname}
32 17 1.6 OTHER NAMES
32 19 2.3 {given_names}
32 23 1.6 DATE OF BIRTH
32 25 2.3 {birth_date}
32 29 1.6 SEX
32 31 2.3 MALE=sex
32 35 1.6 DISTRICT OF BIRTH
32 37 2.3 {birth_place}
32 41 1.6 PLACE OF ISSUE
32 43 2.3 {issuing_authority}
32 47 1.6 DATE OF ISSUE
32 49 2.3 {issue_date}
60 47 1.6 HOLDER'S SIGN.""",
    ),
}
GENERIC = {
    "above": """
3 2 2.6 {country}
{left} 9 1.5 {c.surname}
{left} 11 2.5 {surname}
{left} 16 1.5 {c.given_names}
{left} 18 2.5 {given_names}
{left} 23 1.5 {c.sex}
{mid} 23 1.5 {c.nationality}
{right} 23 1.5 {c.birth_date}
{left} 25 2.5 {sex}
{mid} 25 2.5 {nationality}
{right} 25 2.5 {birth_date}
{left} 30 1.5 {c.birth_place}
{right} 30 1.5 {c.personal_number}
{left} 32 2.5 {birth_place}
{right} 32 2.5 {personal_number}
{left} 37 1.5 {c.issue_date}
{right} 37 1.5 {c.expiry_date}
{left} 39 2.5 {issue_date}
{right} 39 2.5 {expiry_date}
{left} 44 1.5 {c.issuing_authority}
{right} 44 1.5 {c.document_number}
{left} 46 2.5 {issuing_authority}
{right} 46 2.5 {document_number}""",
    "before": """
20 2 2.6 {country}
4 9 2 {c.document_number}
30 9 2 : {document_number}
4 13 2 {c.surname}
30 13 2 : {surname}
4 17 2 {c.given_names}
30 17 2 : {given_names}
4 21 2 {c.birth_place}
30 21 2 : {birth_place}
4 25 2 {c.birth_date}
30 25 2 : {birth_date}
4 29 2 {c.sex}
30 29 2 : {sex}
4 33 2 {c.address}
30 33 2 : {address}
4 41 2 {c.nationality}
30 41 2 : {nationality}
4 45 2 {c.expiry_date}
30 45 2 : {expiry_date}""",
}
UNTAUGHT = {
    "id": (
        "id_ID",
        "REPUBLIK INDONESIA",
        "Nama keluarga;Nama;Tempat Lahir;Tgl Lahir;Jenis Kelamin;"
        "Alamat;Kewarganegaraan;Berlaku Hingga;NIK;No. Kartu;Tanggal Terbit;Dikeluarkan oleh",
        "WNI",
    ),
    "sq": (
        "sq_AL",
        "REPUBLIKA E SHQIPËRISË",
        "Mbiemri;Emri;Vendlindja;Datëlindja;Gjinia;"
        "Vendbanimi;Shtetësia;Data e skadimit;Nr. personal;Nr. i letërnjoftimit;Data e lëshimit;Autoriteti",
        "SHQIPTARE",
    ),
    "is": (
        "is_IS",
        "ÍSLAND",
        "Kenninafn;Eiginnafn;Fæðingarstaður;Fæðingardagur;Kyn;"
        "Heimilisfang;Ríkisfang;Gildir til;Kennitala;Nr. vegabréfs;Útgáfudagur;Útgefandi",
        "ÍSLENSKT",
    ),
    "mt": (
        "mt_MT",
        "REPUBBLIKA TA' MALTA",
        "Kunjom;Isem;Post tat-twelid;Data tat-twelid;Sess;"
        "Indirizz;Ċittadinanza;Data ta' skadenza;Numru personali;Numru tal-karta;Data tal-ħruġ;Awtorità",
        "MALTIJA",
    ),
    "az": (
        "az_AZ",
        "AZƏRBAYCAN RESPUBLİKASI",
        "Soyadı;Adı;Doğulduğu yer;Doğum tarixi;Cinsi;"
        "Ünvan;Vətəndaşlığı;Etibarlıdır;FİN;Seriya nömrəsi;Verilmə tarixi;Verən orqan",
        "AZƏRBAYCAN",
    ),
    "sw": (
        "zu_ZA",
        "JAMHURI YA MUUNGANO",
        "Jina la ukoo;Majina mengine;Mahali pa kuzaliwa;Tarehe ya kuzaliwa;Jinsia;"
        "Makazi;Uraia;Mwisho wa matumizi;Namba ya utambulisho;Namba ya kadi;Tarehe ya kutolewa;Mamlaka",
        "MTANZANIA",
    ),
}
"""Languages whose captions the generator has not: locale of names, country, captions in the order of `ORDER`, and
what nationals are called."""
ORDER = ("surname", "given_names", "birth_place", "birth_date", "sex", "address", "nationality", "expiry_date",
          "personal_number", "document_number", "issue_date", "issuing_authority")  # fmt: skip
