# ruff: noqa: E501
"""What cards print in English, German, French, Spanish, Italian and Portuguese; see `captions`."""

from __future__ import annotations

TABLE = {
    "en": """surname: Surname; Last name; Family name; Name; Primary identifier; Surname(s)
given_names: Given names; Given name(s); First names; Forenames; First name; Other names; Secondary identifier; First and middle names; Given Name/s
birth_date: Date of birth; Birth date; DOB; Born; Date of Birth (DD/MM/YYYY)
birth_place: Place of birth; Birthplace; Place of origin
sex: Sex; Gender; Sex at birth
nationality: Nationality; Citizenship; Country of citizenship
document_number: Document No; Document number; Passport No; Passport number; Card No; Licence No; License number; ID No; Identity card number; Licence number; Number; DL No; Permit No; Card Number
personal_number: Personal No; Personal number; National ID number; Identity number; PIN; NIN; Identification No; USCIS#; Social security number; Personal code
issue_date: Date of issue; Issue date; Issued; Issued on; Date issued; Valid from
expiry_date: Date of expiry; Expiry date; Expires; Valid until; Valid to; Date of expiration; Card expires; Expiration date; Valid thru
issuing_authority: Authority; Issuing authority; Issued by; Place of issue; Issuing office; Passport office
address: Address; Residence; Home address; Place of residence; Residential address; Permanent address
title: Passport; Identity card; Driving licence; Driver License; Residence permit; National identity card; Visa; Driver's licence; Permanent resident; Travel document; Voter card
country: United Kingdom; Republic of Utopia; Ireland; Canada; Commonwealth of Examplia; Australia; New Zealand; Federal Republic of Nigeria; Republic of Kenya
nation: British citizen; Irish; Utopian; Canadian; Australian; New Zealand; Nigerian; Kenyan; Indian; American; USA
names: Name (Surname, Given names); Name (Last, First); Name; Full name; Surname, Forename; Surname and given names; Last name, First name, Middle name
birth: Place and date of birth; Date and place of birth
issue: Place and date of issue; Date and place of issue; Issued at, on
card_number: Card number; CAN; Support number; Audit number; Serial number; File number; Control number; Case number; Passport number of holder
another_date: Date of first issue; Valid from; Date of revision; Member since; Resident since; Date of entry
height: Height; Hgt
eyes: Colour of eyes; Eyes
type: Type; Code; Category; Class
signature: Signature; Holder's signature; Signature of bearer
religion: Religion
marital: Marital status; Civil status
father: Father's name; Name of father; Father
mother: Mother's maiden name; Mother's name; Mother
profession: Profession; Occupation
blood: Blood group; Blood type
birth_name: Name at birth; Maiden name; Birth name
remarks: Remarks; Observations; Restrictions; Conditions; Endorsements""",
    "de": """surname: Name; Nachname; Familienname; Name [a]; Zuname
given_names: Vornamen; Vorname; Vorname(n); Rufname
birth_date: Geburtsdatum; Geburtstag; Geboren am; Tag der Geburt; Geb. am
birth_place: Geburtsort; Heimatort; Ort der Geburt
sex: Geschlecht
nationality: Staatsangehörigkeit; Staatsbürgerschaft; Nationalität
document_number: Ausweisnummer; Pass-Nr.; Reisepass Nr.; Passnummer; Dokumentennummer; Führerschein Nr.; Ausweis-Nr.; Nr.; Kartennummer; Seriennummer
personal_number: Personenkennzahl; Personalnummer; AHV-Nummer; Versicherungsnummer; Identifikationsnummer
issue_date: Ausstellungsdatum; Ausgestellt am; Datum; Ausgabedatum; Erteilt am
expiry_date: Gültig bis; Ablaufdatum; Gültigkeit; Karte gültig bis; Ablauf
issuing_authority: Behörde; Ausstellende Behörde; Ausstellungsbehörde; Ausgestellt von; Ausstellungsort
address: Anschrift; Wohnort; Adresse; Wohnsitz; Gegenwärtige Anschrift
title: Reisepass; Personalausweis; Führerschein; Aufenthaltstitel; Identitätskarte; Führerausweis; Visum
country: Bundesrepublik Deutschland; Republik Österreich; Schweizerische Eidgenossenschaft; Fürstentum Liechtenstein
nation: Deutsch; Österreich; Österreicher; Schweiz; Deutsche; Liechtenstein
names: Name, Vornamen; Name und Vorname; Name, Vorname
birth: Geburtsort und -datum; Geburtsdatum und -ort; Geburtsdatum und Geburtsort
issue: Ausstellungsort und -datum; Ort, Datum
card_number: Zugangsnummer; Kartennummer; Listennummer
another_date: Erteilungsdatum; Gültig ab; Ersterteilung
height: Größe; Körpergröße
eyes: Augenfarbe; Farbe der Augen
type: Typ; Art; Klasse; Art des Titels
signature: Unterschrift; Unterschrift des Inhabers
religion: Konfession
marital: Familienstand
father: Vater; Name des Vaters
mother: Mutter
profession: Beruf
birth_name: Geburtsname; geb.
remarks: Anmerkungen; Bemerkungen; Auflagen""",
    "fr": """surname: Nom; Nom de famille; NOM; Nom d'usage
given_names: Prénoms; Prénom(s); Prénom
birth_date: Date de naissance; Né(e) le; Née le; Date de naiss.
birth_place: Lieu de naissance; à; Lieu d'origine
sex: Sexe
nationality: Nationalité
document_number: Passeport N°; N° du document; No du document; Carte nationale d'identité N°; N° de carte; Numéro du permis; N° DOC; Numéro; No du passeport
personal_number: N° personnel; Numéro personnel; Numéro national; N° de registre national; Identifiant
issue_date: Date de délivrance; Délivré le; Délivrée le; Date d'émission; Fait le
expiry_date: Date d'expiration; Expire le; Valable jusqu'au; Date d'expir.; Valide jusqu'au; Date de fin de validité
issuing_authority: Autorité; Délivré par; Autorité de délivrance; Lieu de délivrance
address: Adresse; Domicile; Résidence
title: Passeport; Carte nationale d'identité; Permis de conduire; Titre de séjour; Carte d'identité; Visa
country: République française; Royaume de Belgique; Confédération suisse; Grand-Duché de Luxembourg; République du Sénégal
nation: Française; Belge; Suisse; Luxembourgeoise; Sénégalaise; Canadienne
names: Nom et prénoms; Nom, prénom; Nom Prénom
birth: Date et lieu de naissance; Né(e) le, à
issue: Lieu et date de délivrance; Fait à, le
card_number: Numéro de support; N° d'accès; Numéro de dossier
another_date: Première délivrance; Date d'entrée; Valable du
height: Taille
eyes: Couleur des yeux; Yeux
type: Type; Catégorie; Code du pays
signature: Signature; Signature du titulaire
marital: Situation de famille
father: Nom du père; Père
mother: Nom de la mère; Mère
profession: Profession
birth_name: Nom de naissance; Née
remarks: Remarques; Observations; Mentions""",
    "es": """surname: Apellidos; Primer apellido; Apellido; Apellidos paterno y materno; Apellido / s
given_names: Nombre; Nombres; Nombre(s); Nombre / s; Pre nombres
birth_date: Fecha de nacimiento; Nacimiento; F. nacimiento; Nacido el
birth_place: Lugar de nacimiento; Nacido en; Natural de
sex: Sexo; Género
nationality: Nacionalidad
document_number: Núm. soporte; Documento; Pasaporte N°; Número de documento; No. de documento; IDESP; Licencia No; No. de licencia; Número; Pasaporte no.
personal_number: DNI; DNI NÚM.; NIE; Número personal; CURP; RUN; RUT; Cédula; NUIP; C.U.I.; Clave de elector
issue_date: Fecha de expedición; Emisión; Fecha de emisión; Expedición; F. emisión
expiry_date: Fecha de caducidad; Válido hasta; Vencimiento; Validez; Fecha de vencimiento; Vigencia; Fecha de expiración
issuing_authority: Autoridad; Expedido por; Equipo; Autoridad expedidora; Oficina; Lugar de expedición
address: Domicilio; Dirección; Residencia
title: Pasaporte; Documento nacional de identidad; Permiso de conducción; Cédula de identidad; Licencia de conducir; Credencial para votar; Permiso de residencia; Visado; Licencia de conducción
country: España; Reino de España; República Argentina; República de Chile; República de Colombia; Estados Unidos Mexicanos; República del Perú
nation: Española; Chilena; Argentina; Colombiana; Mexicana; Peruana; ESP
names: Apellidos y nombres; Nombre y apellidos; Apellidos, nombre
birth: Lugar y fecha de nacimiento; Fecha y lugar de nacimiento
issue: Lugar y fecha de expedición; Fecha y lugar de expedición
card_number: Trámite; Of. Ident.; Folio; Número de control
another_date: Fecha de inscripción; Año de registro; Primera emisión
height: Estatura; Talla
eyes: Color de ojos
type: Tipo; Clase; Categoría; Código
signature: Firma; Firma del titular
marital: Estado civil
father: Hijo de; Padre
mother: Madre
profession: Profesión; Ocupación
blood: Grupo sanguíneo; G.S. RH
remarks: Observaciones; Restricciones""",
    "it": """surname: Cognome; COGNOME
given_names: Nome; Nomi
birth_date: Data di nascita; Nato il; Nata il; Nata il giorno
birth_place: Luogo di nascita; Nato a
sex: Sesso
nationality: Cittadinanza; Nazionalità
document_number: Passaporto N.; Numero documento; Carta d'identità N.; N. documento; Patente N.; Numero
personal_number: Codice fiscale; Codice personale; Numero personale
issue_date: Data di rilascio; Emissione; Rilasciato il; Data di emissione
expiry_date: Data di scadenza; Scadenza; Valida fino al
issuing_authority: Autorità; Rilasciato da; Autorità di rilascio; Comune di; Comune di / Municipality
address: Indirizzo; Residenza; Indirizzo di residenza
title: Passaporto; Carta di identità; Patente di guida; Permesso di soggiorno; Visto
country: Repubblica Italiana; Repubblica di San Marino; Confederazione svizzera
nation: Italiana; ITA; Svizzera; Sammarinese
names: Cognome e nome; Cognome, nome
birth: Luogo e data di nascita; Data e luogo di nascita
issue: Luogo e data di rilascio
another_date: Primo rilascio
height: Statura; Altezza
eyes: Colore degli occhi; Occhi
type: Tipo; Categoria
signature: Firma; Firma del titolare
marital: Stato civile
father: Padre
mother: Madre
profession: Professione
remarks: Annotazioni; Note""",
    "pt": """surname: Apelidos; Apelido(s); Sobrenome; Apelido; Nome de família
given_names: Nomes; Nome(s); Nome próprio; Nomes próprios; Prenome
birth_date: Data de nascimento; Nascimento; Data nasc.; Nascido em
birth_place: Local de nascimento; Naturalidade; Lugar de nascimento
sex: Sexo; SX
nationality: Nacionalidade; Nac.
document_number: N.º documento; Nº documento; Passaporte N.º; Número do documento; Nº registro; Carta n.º; Doc. identidade
personal_number: CPF; NIF; N.º de identificação civil; Registro geral; Número pessoal; N.º ID. civil
issue_date: Data de emissão; Emissão; Data da emissão; Expedição
expiry_date: Data de validade; Validade; Válido até; Data de expiração
issuing_authority: Autoridade; Entidade emissora; Órgão emissor; Emitido por; Local
address: Morada; Endereço; Residência
title: Passaporte; Cartão de cidadão; Carta de condução; Carteira nacional de habilitação; Título de residência; Carteira de identidade; Visto
country: República Portuguesa; República Federativa do Brasil; República de Angola; República de Moçambique
nation: Portuguesa; Brasileira; Brasileiro(a); Angolana; PRT; Moçambicana
names: Nome e sobrenome; Nome completo
birth: Data e local de nascimento; Data, local e UF de nascimento
issue: Local e data de emissão
another_date: 1ª habilitação; Primeira emissão
height: Altura
eyes: Cor dos olhos
type: Tipo; Cat. hab.; Código
signature: Assinatura; Assinatura do titular
marital: Estado civil
father: Filiação; Pai; Nome do pai
mother: Mãe; Nome da mãe
profession: Profissão
remarks: Observações; Anotações""",
}
