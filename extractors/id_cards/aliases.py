"""What fields are called on cards: captions in the languages that passports, identity cards and licences use."""

from __future__ import annotations

ALIASES: dict[str, str] = {
    "surname": """surname; last name; family name; name; primary identifier; nom; nom de famille; apellidos; primer
apellido; apellido; nachname; familienname; cognome; apelido; apelidos; sobrenome; nazwisko; prijmeni; priezvisko;
prezime; nume; nume de familie; achternaam; naam; efternamn; etternavn; efternavn; sukunimi; perekonnanimi; uzvards;
pavarde; csaladi nev; soyadi; eponymo; фамилия; прізвище; фамилно име; презиме; επωνυμο; ln; surname/nom""",
    "given_names": """given names; given name; first name; first names; forename; forenames; secondary identifier;
prenom; prenoms; prenom(s); prénoms; nombre; nombres; vorname; vornamen; nome; nomi; nomes; imie; imiona; imie
(imiona); jmeno; meno; ime; prenume; voornaam; voornamen; fornamn; fornavn; fornavne; etunimet; eesnimi; vards;
vardi; vardas; vardai; utonev; adi; onoma; имя; імʼя; име; ονομα; fn""",
    "document_number": """document no; document number; passport no; passport number; card no; card number; id no;
identity card no; licence no; license no; licence number; license number; dl; dln; dl no; lic no; no du passeport; n
du passeport; numero du document; no du document; passeport no; numero de documento; numero de pasaporte; pasaporte
n; num soporte; idesp; passnummer; pass nr; ausweisnummer; reisepass nr; seriennummer; numero documento; passaporto
n; carta n; numer paszportu; seria i numer; cislo pasu; cislo dokladu; broj putovnice; br putovnice; broj osobne
iskaznice; documentnummer; paspoortnummer; passnr; passets nr; passin numero; dokumendi number; utlevel szam;
okmanyazonosito; pasaport no; belge no; seri no; номер паспорта; series; visa no""",
    "nationality": """nationality; nationalite; nacionalidad; staatsangehorigkeit; cittadinanza; nacionalidade;
obywatelstwo; statni obcanstvi; statna prislusnost; drzavljanstvo; cetatenie; nationaliteit; medborgarskap;
statsborgerskap; nationalitet; kansalaisuus; kodakondsus; pilsoniba; pilietybe; allampolgarsag; uyrugu; гражданство;
υπηκοοτητα""",
    "birth_date": """date of birth; birth date; birthdate; dob; born; date de naissance; ne le; nee le; fecha de
nacimiento; geburtsdatum; geburtstag; geboren am; data di nascita; nato il; data de nascimento; data urodzenia; datum
narozeni; datum narodenia; datum rodenja; datum rojstva; data nasterii; geboortedatum; fodelsedatum; fodselsdato;
fodselsdag; syntymaaika; sunniaeg; dzimsanas datums; gimimo data; szuletesi ido; szuletesi datum; dogum tarihi; дата
рождения; дата народження; ημερομηνια γεννησης""",
    "expiry_date": """date of expiry; date of expiration; expiry date; expiration date; expires; exp; valid until; date
d'expiration; expire le; valable jusqu'au; valide jusqu'au; fecha de caducidad; fecha de vencimiento; valido hasta;
valida hasta; validez; gultig bis; ablaufdatum; data di scadenza; scadenza; valida ate; data de validade; data
waznosci; termin waznosci; data uplywu waznosci; platnost do; datum platnosti; vrijedi do; datum isteka; velja do;
valabilitate; geldig tot; sista giltighetsdag; utlopsdato; udlobsdato; viimeinen voimassaolopaiva; kehtiv kuni;
deriga lidz; galioja iki; ervenyes; lejarat datuma; son gecerlilik tarihi; gecerlilik tarihi; срок действия;
ημερομηνια ληξης""",
    "issue_date": """date of issue; issue date; issued; issued on; iss; date de delivrance; delivre le; fecha de
expedicion; fecha de emision; ausstellungsdatum; ausgestellt am; data di rilascio; data di emissione; data de
emissao; data wydania; datum vydani; datum vydania; datum izdavanja; datum izdaje; data eliberarii; afgiftedatum;
datum van afgifte; utfardad; utstedt; udstedelsesdato; myonnetty; valjaandmise kuupaev; izdosanas datums; isdavimo
data; kiallitas datuma; verilis tarihi; дата выдачи; ημερομηνια εκδοσης""",
    "sex": """sex; gender; sexe; sexo; geschlecht; sesso; plec; pohlavi; pohlavie; spol; sexul; geslacht; kon; kjonn;
sukupuoli; sugu; dzimums; lytis; nem; neme; cinsiyeti; пол; стать; φυλο""",
    "birth_place": """place of birth; birthplace; lieu de naissance; lugar de nacimiento; geburtsort; luogo di nascita;
local de nascimento; miejsce urodzenia; misto narozeni; mjesto rodenja; locul nasterii; loc nastere; geboorteplaats;
fodelseort; fodested; syntymapaikka; sunnikoht; dzimsanas vieta; gimimo vieta; szuletesi hely; dogum yeri; место
рождения""",
    "personal_number": """personal no; personal number; personal id no; n personnel; no personnel; personenkennzahl;
numer pesel; pesel; rodne cislo; oib; cnp; bsn; personnummer; fodselsnummer; cpr nr; henkilotunnus; isikukood;
personas kods; asmens kodas; szemelyi azonosito; t.c. kimlik no; identity number; dni; dni num""",
    "issuing_authority": """authority; issuing authority; issued by; autorite; delivre par; autoridad; behorde;
ausstellende behorde; autorita; organ wydajacy; vydal; urad; izdala; emisa de; eliberat de; myndighet; viranomainen;
kiallito hatosag""",
    "address": """address; residence; adresse; domicile; domicilio; anschrift; wohnort; indirizzo; morada; adres;
bydliste; prebivaliste; domiciliu; адрес""",
}
"""Field -> captions, divided by semicolons; compared without case, accents and punctuation."""
