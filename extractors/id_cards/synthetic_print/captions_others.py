"""What cards print in other languages of Europe; see `captions`."""

from __future__ import annotations

TABLE = {
    "nl": """surname: Naam; Achternaam; Familienaam; Geslachtsnaam
given_names: Voornamen; Voornaam; Voornaam/namen
birth_date: Geboortedatum; Geboren op
birth_place: Geboorteplaats; Plaats van geboorte
sex: Geslacht
nationality: Nationaliteit
document_number: Documentnummer; Paspoortnummer; Kaartnummer; Rijbewijsnummer; Kaart nr.; Nummer
personal_number: Persoonsnummer; BSN; Burgerservicenummer; Rijksregisternummer; Nr. Rijksregister
issue_date: Datum van afgifte; Afgiftedatum; Afgegeven op; Datum verstrekking
expiry_date: Geldig tot; Datum einde geldigheid; Vervaldatum; Geldig t/m
issuing_authority: Autoriteit; Bevoegde autoriteit; Afgegeven door; Plaats van afgifte; Afgevende instantie
address: Adres; Woonplaats; Verblijfplaats
title: Paspoort; Identiteitskaart; Rijbewijs; Verblijfstitel; Nederlandse identiteitskaart
country: Koninkrijk der Nederlanden; Koninkrijk België; Nederland; Republiek Suriname
nation: Nederlandse; Belg; Nederlander; Surinaamse
names: Naam, voornamen; Naam Voornaam
birth: Geboorteplaats en -datum; Plaats en datum van geboorte
issue: Plaats, datum van afgifte; Plaats en datum van afgifte
another_date: Eerste afgifte; Geldig vanaf
height: Lengte
type: Type; Categorie; Soort titel
signature: Handtekening; Handtekening houder
marital: Burgerlijke staat
remarks: Opmerkingen; Aantekeningen""",
    "pl": """surname: Nazwisko; Nazwisko rodowe
given_names: Imię; Imiona; Imię (imiona)
birth_date: Data urodzenia; Urodzony
birth_place: Miejsce urodzenia
sex: Płeć
nationality: Obywatelstwo
document_number: Numer paszportu; Seria i numer; Numer dowodu osobistego; Nr dokumentu; Numer karty; Nr karty
personal_number: Numer PESEL; PESEL; Nr ewidencyjny; Nr identyfikacyjny
issue_date: Data wydania; Wydano
expiry_date: Data ważności; Termin ważności; Ważny do; Data upływu ważności
issuing_authority: Organ wydający; Wydany przez; Organ
address: Adres; Adres zameldowania; Miejsce zamieszkania
title: Paszport; Dowód osobisty; Prawo jazdy; Karta pobytu
country: Rzeczpospolita Polska
nation: Polskie; Polska; POL
height: Wzrost
eyes: Kolor oczu
type: Typ; Kategoria
signature: Podpis posiadacza; Podpis
father: Imię ojca; Imiona rodziców
mother: Imię matki
remarks: Uwagi""",
    "cs": """surname: Příjmení
given_names: Jméno; Jméno (jména); Jména
birth_date: Datum narození
birth_place: Místo narození; Místo a okres narození
sex: Pohlaví
nationality: Státní občanství; Státní příslušnost
document_number: Číslo pasu; Číslo dokladu; Číslo občanského průkazu; Č. dokladu
personal_number: Rodné číslo; Osobní číslo
issue_date: Datum vydání; Vydáno dne
expiry_date: Platnost do; Datum skončení platnosti; Platí do
issuing_authority: Vydal; Úřad; Orgán
address: Trvalý pobyt; Bydliště; Adresa
title: Cestovní pas; Občanský průkaz; Řidičský průkaz; Povolení k pobytu
country: Česká republika
nation: Česká republika; CZE; Česká
signature: Podpis držitele; Podpis
marital: Rodinný stav
type: Typ; Skupina
remarks: Záznamy""",
    "sk": """surname: Priezvisko
given_names: Meno; Mená; Meno (mená)
birth_date: Dátum narodenia
birth_place: Miesto narodenia
sex: Pohlavie
nationality: Štátne občianstvo; Občianstvo
document_number: Číslo pasu; Číslo preukazu; Číslo dokladu
personal_number: Rodné číslo; Osobné číslo
issue_date: Dátum vydania; Vydaný dňa
expiry_date: Dátum platnosti; Platnosť do; Platí do
issuing_authority: Vydal; Úrad
address: Trvalý pobyt; Adresa
title: Občiansky preukaz; Cestovný pas; Vodičský preukaz
country: Slovenská republika
nation: Slovenská republika; SVK
signature: Podpis držiteľa""",
    "sl": """surname: Priimek
given_names: Ime; Imena
birth_date: Datum rojstva
birth_place: Kraj rojstva
sex: Spol
nationality: Državljanstvo
document_number: Št. potnega lista; Št. osebne izkaznice; Številka dokumenta
personal_number: EMŠO; Osebna številka
issue_date: Datum izdaje
expiry_date: Velja do; Datum poteka veljavnosti
issuing_authority: Izdal; Pristojni organ; Organ
address: Stalno prebivališče; Naslov
title: Osebna izkaznica; Potni list; Vozniško dovoljenje
country: Republika Slovenija
nation: Republika Slovenija; SVN; Slovensko
signature: Podpis imetnika""",
    "hr": """surname: Prezime
given_names: Ime; Imena
birth_date: Datum rođenja
birth_place: Mjesto rođenja; Mesto rođenja
sex: Spol; Pol
nationality: Državljanstvo
document_number: Broj putovnice; Broj osobne iskaznice; Broj dokumenta; Broj pasoša; Reg. broj
personal_number: OIB; Osobni identifikacijski broj; JMBG; Matični broj
issue_date: Datum izdavanja; Datum izdaje; Izdano
expiry_date: Vrijedi do; Datum isteka; Važi do
issuing_authority: Izdala; Nadležno tijelo; Izdao; Organ
address: Prebivalište; Adresa; Prebivalište i adresa
title: Osobna iskaznica; Putovnica; Vozačka dozvola; Lična karta; Pasoš
country: Republika Hrvatska; Republika Srbija; Bosna i Hercegovina; Crna Gora
nation: Hrvatsko; HRV; Republika Srbija; BIH
signature: Potpis; Potpis nositelja""",
    "ro": """surname: Nume; Numele; Nume de familie
given_names: Prenume; Prenumele
birth_date: Data nașterii; Născut la
birth_place: Loc naștere; Locul nașterii
sex: Sex; Sexul
nationality: Cetățenie; Cetățenia; Naționalitatea
document_number: Nr. pașaport; Seria; Numărul documentului; Numărul cărții; Seria și numărul
personal_number: CNP; Cod numeric personal; IDNP
issue_date: Data eliberării; Data emiterii; Eliberat la
expiry_date: Valabilitate; Valabil până la; Data expirării
issuing_authority: Emisă de; Eliberat de; Emis de; Autoritatea
address: Domiciliu; Adresa
title: Carte de identitate; Pașaport; Permis de conducere; Permis de ședere
country: România; Republica Moldova
nation: Română; ROU; Moldova
signature: Semnătura titularului; Semnătura""",
    "hu": """surname: Családi név; Vezetéknév
given_names: Utónév; Utónevek; Utónév (utónevek)
birth_date: Születési idő; Születési dátum
birth_place: Születési hely
sex: Neme; Nem
nationality: Állampolgárság; Állampolgársága
document_number: Útlevél száma; Okmányazonosító; Okmány száma
personal_number: Személyi azonosító; Személyi szám
issue_date: Kiállítás dátuma; Kiállítva
expiry_date: Érvényes; Érvényességi idő; Lejárat napja
issuing_authority: Kiállító hatóság; Hatóság
address: Lakcím; Lakóhely
title: Személyazonosító igazolvány; Útlevél; Vezetői engedély
country: Magyarország; Magyar Köztársaság
nation: Magyar; HUN
mother: Anyja neve; Anyja születési neve
signature: Aláírás; Tulajdonos aláírása""",
    "sv": """surname: Efternamn
given_names: Förnamn
birth_date: Födelsedatum; Född
birth_place: Födelseort; Födelsehemort
sex: Kön
nationality: Medborgarskap; Nationalitet
document_number: Passnr; Kortnummer; Kortnr; Dokumentnummer; Passnummer
personal_number: Personnummer; Personnr; Personbeteckning
issue_date: Utfärdad; Utfärdandedatum; Utfärdat den
expiry_date: Sista giltighetsdag; Giltigt t.o.m.; Giltig till och med; Gäller till
issuing_authority: Myndighet; Utfärdande myndighet; Utfärdat av
address: Adress; Hemort; Bostadsadress
title: Pass; Identitetskort; Nationellt identitetskort; Körkort; Uppehållstillstånd
country: Konungariket Sverige; Sverige; Finland
nation: Svensk; SWE; Finländsk
height: Längd
signature: Innehavarens namnteckning; Namnteckning""",
    "da": """surname: Efternavn; Efternavne
given_names: Fornavne; Fornavn; Fornavn(e)
birth_date: Fødselsdato; Født
birth_place: Fødested
sex: Køn
nationality: Nationalitet; Statsborgerskab
document_number: Pas nr.; Pasnummer; Kortnummer; Kørekortnummer; Dokumentnr.
personal_number: Personnr.; CPR-nr.; Personnummer
issue_date: Udstedelsesdato; Udstedt; Udstedt den
expiry_date: Gyldig til; Udløbsdato; Gyldigt indtil; Udløber
issuing_authority: Myndighed; Udstedende myndighed; Udstedt af
address: Adresse; Bopæl
title: Pas; Kørekort; Identitetskort; Opholdstilladelse
country: Kongeriget Danmark; Danmark; Færøerne
nation: Dansk; DNK
height: Højde
signature: Indehaverens underskrift; Underskrift""",
    "no": """surname: Etternavn
given_names: Fornavn; Fornavn og mellomnavn
birth_date: Fødselsdato
birth_place: Fødested
sex: Kjønn
nationality: Statsborgerskap; Nasjonalitet
document_number: Passnr.; Kortnummer; Førerkortnummer; Dokumentnummer
personal_number: Fødselsnummer; Personnummer; F.nr.
issue_date: Utstedt; Utstedelsesdato; Utstedt dato
expiry_date: Utløpsdato; Gyldig til; Utløper
issuing_authority: Myndighet; Utstedt av; Utstedende myndighet
address: Adresse; Bosted
title: Pass; Førerkort; Nasjonalt ID-kort; Oppholdstillatelse
country: Kongeriket Norge; Norge; Noreg
nation: Norsk; NOR
height: Høyde
signature: Innehaverens underskrift; Underskrift""",
    "fi": """surname: Sukunimi
given_names: Etunimet; Etunimi
birth_date: Syntymäaika; Syntynyt
birth_place: Syntymäpaikka; Syntymäkotikunta
sex: Sukupuoli
nationality: Kansalaisuus
document_number: Passin numero; Kortin numero; Asiakirjan numero; Passi nro
personal_number: Henkilötunnus; Hetu
issue_date: Myönnetty; Myöntämispäivä; Antopäivä
expiry_date: Viimeinen voimassaolopäivä; Voimassa asti; Viim. voimassaolopäivä
issuing_authority: Viranomainen; Myöntäjä; Antanut viranomainen
address: Osoite; Kotikunta
title: Passi; Henkilökortti; Ajokortti; Oleskelulupa
country: Suomi; Suomen tasavalta
nation: Suomi; FIN; Suomalainen
signature: Haltijan nimikirjoitus; Nimikirjoitus""",
    "et": """surname: Perekonnanimi
given_names: Eesnimi; Eesnimed
birth_date: Sünniaeg; Sünnikuupäev
birth_place: Sünnikoht
sex: Sugu
nationality: Kodakondsus
document_number: Dokumendi number; Passi number
personal_number: Isikukood
issue_date: Välja antud; Väljaandmise kuupäev
expiry_date: Kehtiv kuni; Kehtivusaja lõpp
issuing_authority: Väljaandja; Välja andnud; Asutus
address: Elukoht; Aadress
title: Isikutunnistus; Pass; Juhiluba; Elamisluba
country: Eesti Vabariik
nation: EST; Eesti
signature: Kasutaja allkiri; Allkiri""",
    "lv": """surname: Uzvārds
given_names: Vārds; Vārdi; Vārds(-i)
birth_date: Dzimšanas datums; Dzimšanas dati
birth_place: Dzimšanas vieta
sex: Dzimums
nationality: Pilsonība; Tautība
document_number: Pases Nr.; Dokumenta numurs; Apliecības Nr.
personal_number: Personas kods
issue_date: Izdošanas datums; Izdota
expiry_date: Derīga līdz; Derīguma termiņš
issuing_authority: Izdevējiestāde; Izdevusi
address: Adrese; Dzīvesvieta
title: Personas apliecība; Pase; Vadītāja apliecība
country: Latvijas Republika
nation: Latvijas; LVA
height: Augums
signature: Paraksts""",
    "lt": """surname: Pavardė
given_names: Vardas; Vardai; Vardas (-ai)
birth_date: Gimimo data
birth_place: Gimimo vieta
sex: Lytis
nationality: Pilietybė
document_number: Paso Nr.; Kortelės Nr.; Dokumento numeris
personal_number: Asmens kodas
issue_date: Išdavimo data; Išduota
expiry_date: Galioja iki
issuing_authority: Įstaiga; Išdavė; Išdavusi įstaiga
address: Adresas; Gyvenamoji vieta
title: Asmens tapatybės kortelė; Pasas; Vairuotojo pažymėjimas
country: Lietuvos Respublika
nation: Lietuvos; LTU
signature: Parašas; Asmens parašas""",
    "tr": """surname: Soyadı; Soyad
given_names: Adı; Ad; Adı (Adları)
birth_date: Doğum tarihi; Doğum Tarihi
birth_place: Doğum yeri
sex: Cinsiyeti; Cinsiyet
nationality: Uyruğu; Uyruk
document_number: Pasaport No; Belge No; Seri No; Sürücü belgesi no
personal_number: T.C. Kimlik No; Kimlik No; Kimlik numarası
issue_date: Veriliş tarihi; Düzenleme tarihi; Veriliş Tarihi
expiry_date: Son geçerlilik tarihi; Geçerlilik tarihi; Son Geçerlilik
issuing_authority: Veren makam; Düzenleyen makam; Verildiği yer
address: Adres; İkamet adresi
title: Pasaport; Kimlik kartı; Sürücü belgesi; İkamet izni
country: Türkiye Cumhuriyeti
nation: T.C.; TUR; T.C./TUR; Türk
mother: Anne adı
father: Baba adı
signature: İmzası; İmza""",
    "el": """surname: Επώνυμο; Eponymo; Επώνυμο / Surname
given_names: Όνομα; Onoma; Ονόματα
birth_date: Ημερομηνία γέννησης; Ημ. γέννησης
birth_place: Τόπος γέννησης; Topos gennisis
sex: Φύλο; Fylo
nationality: Ιθαγένεια; Υπηκοότητα
document_number: Αρ. διαβατηρίου; Αριθμός δελτίου; Αρ. Δελτίου
personal_number: ΑΦΜ; Αριθμός ταυτότητας; ΑΜΚΑ
issue_date: Ημερομηνία έκδοσης; Ημ. έκδοσης
expiry_date: Ημερομηνία λήξης; Ισχύει έως
issuing_authority: Εκδ. αρχή; Αρχή έκδοσης; Εκδούσα αρχή
address: Διεύθυνση; Κατοικία
title: Διαβατήριο; Δελτίο ταυτότητας; Άδεια οδήγησης
country: Ελληνική Δημοκρατία; Κυπριακή Δημοκρατία
nation: Ελληνική; GRC; Κυπριακή
father: Όνομα πατέρα
signature: Υπογραφή""",
    "ru": """surname: Фамилия; Familiya; Прізвище; Прозвище; Фамилно име; Презиме
given_names: Имя; Имя, отчество; Ім'я; Име; Imya; Имена
birth_date: Дата рождения; Дата народження; Дата на раждане; Датум рођења; Data rozhdeniya
birth_place: Место рождения; Місце народження; Място на раждане; Mesto rozhdeniya
sex: Пол; Стать; Pol
nationality: Гражданство; Громадянство; Националност
document_number: Номер паспорта; № документа; Серия, номер; Запис №; Номер документа
personal_number: Личный номер; ЕГН; РНОКПП; Идентификационный №; УНЗР
issue_date: Дата выдачи; Дата видачі; Дата на издаване
expiry_date: Действителен до; Срок действия; Дійсний до; Дата закінчення строку дії; Валидност
issuing_authority: Орган, выдавший документ; Кем выдан; Орган, що видав; Издаден от; Kem vydan
address: Адрес; Место жительства; Місце проживання; Постоянен адрес
title: Паспорт; Водительское удостоверение; Удостоверение личности; Лична карта; Паспорт громадянина України
country: Российская Федерация; Україна; Република България; Республика Казахстан; Република Србија
nation: Россия; Україна; България; RUS; UKR; BGR
signature: Подпись; Підпис; Подпис""",
}
