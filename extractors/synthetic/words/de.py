# ruff: noqa: E501
"""German labels with the type of their value (``label=type``), headings, sentences and words for free text."""

LABELS: dict[str, str] = {
    "invoice": """
Rechnungsnummer=code|Rechnungs-Nr.=code|Rechnungsdatum=date|Datum=date|Fällig am=date|Kundennummer=code|Kunden-Nr.=code
Bestellnummer=code|Bestelldatum=date|Lieferdatum=date|Lieferschein-Nr.=code|Ansprechpartner=name|Zahlungsbedingungen=terms
Zwischensumme=money|Nettobetrag=money|MwSt.=money|MwSt. 19 %=money|Gesamtbetrag=money|Rechnungsbetrag=money|Bruttobetrag=money
USt-IdNr.=taxid|Steuernummer=taxid|IBAN=iban|BIC=code|Bank=company|Rechnungsanschrift=address|Lieferanschrift=address
Zahlbar bis=date|Skonto=percent|Versandkosten=money|Ihr Zeichen=code|Unser Zeichen=code|Leistungszeitraum=period|Auftragsnummer=code""",
    "receipt": """
Summe=money|Gesamt=money|Bar=money|Rückgeld=money|EC-Karte=money|Netto=money|MwSt=money|Bon-Nr.=code|Kasse=integer|Bediener=first
Datum=date|Uhrzeit=time|Tel.=phone|Zu zahlen=money|Gegeben=money|Tisch=integer|Terminal-ID=code|Steuer-Nr.=taxid""",
    "tax": """
Steueridentifikationsnummer=taxid|Finanzamt=city|Name=last|Vorname=first|Geburtsdatum=date|Religion=word|Ausgeübter Beruf=job
Straße=street|Postleitzahl=zip|Wohnort=city|Bruttoarbeitslohn=money|Einbehaltene Lohnsteuer=money|Solidaritätszuschlag=money
Steuerklasse=integer|Werbungskosten=money|Verheiratet seit=date|Kontoinhaber=name|Einkünfte=money|Kirchensteuer=money""",
    "insurance": """
Versicherungsnummer=code|Versicherungsnehmer=name|Versicherte Person=name|Schadennummer=code|Schadentag=date|Schadenort=city
Schadenhöhe=money|Schadenhergang=sentence|Selbstbeteiligung=money|Beitrag=money|Versicherungsbeginn=date|Ablauf=date
Kennzeichen=plate|Fahrzeughalter=name|Hersteller=make|Zeugen=name|Polizeidienststelle=city|Versicherungssumme=money|Vermittler=name""",
    "medical": """
Patient=name|Name des Patienten=name|Geburtsdatum=date|geb. am=date|Krankenkasse=company|Versicherten-Nr.=code|Diagnose=phrase
Behandelnder Arzt=doctor|Hausarzt=doctor|Überweisender Arzt=doctor|Größe=height|Gewicht=weight|Blutdruck=bp|Puls=integer|Allergien=phrase
Medikamente=phrase|Aufnahmedatum=date|Entlassung=date|Station=integer|Befund=sentence|Beschwerden=phrase|Blutgruppe=blood|Geschlecht=sex""",
    "application": """
PLZ=zip|Ort=city|PLZ, Ort=citystate|Etage=floor|Hausnummer=integer|Stockwerk=floor|Wohnung=floor|Ausgestellt am=date
Name=name|Familienname=last|Vorname=first|Geburtsname=last|Anschrift=address|Straße, Hausnummer=street|PLZ, Ort=citystate
Telefon=phone|Telefonnummer=phone|E-Mail=email|Staatsangehörigkeit=country|Familienstand=status|Geburtsort=city|Beruf=job
Arbeitgeber=company|Ausweis-Nr.=code|Unterschrift=name|Ort, Datum=city|Grund des Antrags=sentence|Antragsteller=name|Anzahl der Kinder=integer
Schulabschluss=degree|Gewünschter Beginn=date|Sind Sie berufstätig?=yesno|Haben Sie Vorerkrankungen?=yesno|Aktenzeichen=code""",
    "bank": """
Kontoinhaber=name|Kontonummer=code|Bankleitzahl=code|Verwendungszweck=phrase|Betrag=money|Empfänger=name|Filiale=city|Zinssatz=percent
Kreditbetrag=money|Laufzeit=duration|Monatliche Rate=money|Alter Saldo=money|Neuer Saldo=money|Auszug Nr.=integer|Gläubiger-ID=code
Mandatsreferenz=code|Darlehensnehmer=name|Nettoeinkommen=money|Kreditinstitut=company""",
    "customs": """
Absender=company|Empfänger=company|Ausführer=company|Ursprungsland=country|Bestimmungsland=country|Warenbezeichnung=phrase
Warennummer=code|Rohmasse (kg)=weight|Eigenmasse (kg)=weight|Statistischer Wert=money|Packstücke=integer|Zollstelle=city
Lieferbedingung=terms|Anmelder=company|Beförderungsmittel=carrier|Rechnungspreis=money|Verfahren=code|Frachtführer=carrier""",
    "hr": """
Personalnummer=code|Mitarbeiter=name|Abteilung=department|Eintrittsdatum=date|Austritt=date|Vorgesetzter=name|Kostenstelle=code
Bruttolohn=money|Nettolohn=money|Auszahlungsbetrag=money|Urlaubstage=integer|Resturlaub=integer|Arbeitsstunden=number
Sozialversicherungsnummer=code|Urlaub vom=date|bis=date|Tätigkeit=job|Überstunden=number|Abrechnungsmonat=month|Vertretung=name""",
    "utility": """
Zählernummer=code|Zählerstand alt=integer|Zählerstand neu=integer|Verbrauch=integer|Verbrauchsstelle=address|Abschlag=money
Vertragskonto=code|Abrechnungszeitraum=period|Arbeitspreis=rate|Grundpreis=money|Nachzahlung=money|Guthaben=money|Tarif=phrase
Ablesedatum=date|Marktlokation=code|Kundenservice=phone|Wasserverbrauch=integer""",
    "business": """
An=name|Von=name|Datum=date|Betreff=phrase|Telefax=phone|Telefon=phone|Seitenzahl=integer|Firma=company|Zu Händen=name|Projekt=phrase
Projektnummer=code|Bearbeiter=name|Sachbearbeiter=name|Geprüft von=name|Freigegeben=name|Genehmigt durch=name|Probe-Nr.=code|Prüfdatum=date
Prüfverfahren=phrase|Ergebnis=number|Menge=quantity|Artikelnummer=code|Bezeichnung=product|Liefertermin=date|Bemerkungen=sentence
Kosten=money|Budget=money|Auftraggeber=company|Besprechung am=date|Teilnehmer=name|Verteiler=name|Zeichnungs-Nr.=code|Werkstoff=word""",
}
PARTIES = "Antragsteller|Kunde|Mitarbeiter|Patient|Versicherter|Eigentümer|Mieter|Vermieter|Käufer|Verkäufer|Halter|Empfänger|Absender"
THINGS = "Auftrags|Rechnungs|Vertrags|Konto|Projekt|Akten|Serien|Chargen|Proben|Lizenz|Artikel|Vorgangs|Bestell|Fahrzeug|Geräte"
EVENTS = (
    "Geburt|Ausstellung|Bestellung|Lieferung|Zahlung|Prüfung|Ankunft|Abreise|Unterschrift|Herstellung|Antragstellung"
)
QUANTITIES = "Seiten|Stück|Personen|Kinder|Tage|Stunden|Pakete|Muster|Kopien|Zimmer|Mitarbeiter|Fahrzeuge"
TITLES = """RECHNUNG|Rechnung|LIEFERSCHEIN|ANGEBOT|AUFTRAGSBESTÄTIGUNG|KASSENBON|ANTRAG|Antrag auf Leistungen|AUFNAHMEANTRAG|SCHADENMELDUNG
Schadenanzeige|ANMELDUNG|ANAMNESEBOGEN|LABORBERICHT|PRÜFBERICHT|Befundbericht|KONTOAUSZUG|ÜBERWEISUNG|KREDITANTRAG|ZOLLANMELDUNG|FRACHTBRIEF
LOHNABRECHNUNG|Entgeltabrechnung|URLAUBSANTRAG|STUNDENZETTEL|STROMRECHNUNG|Jahresabrechnung|EINKOMMENSTEUERERKLÄRUNG|TELEFAX|AKTENNOTIZ
HAUSMITTEILUNG|BESTELLUNG|PERSONALFRAGEBOGEN|Reisekostenabrechnung|BEITRITTSERKLÄRUNG|FRAGEBOGEN|ÜBERGABEPROTOKOLL|MITTEILUNG"""
SECTIONS = """Angaben zur Person|PERSÖNLICHE DATEN|Bankverbindung|Angaben zum Fahrzeug|Angaben zum Schaden|Erklärung|Nur vom Amt auszufüllen
Einkünfte|Allgemeine Angaben|Zahlungsdaten|Anlagen|Unterschriften|Ergebnisse|PRODUKTDATEN|Zusammenfassung|Hinweise|Vertragsdaten|TEIL A
Abschnitt 1|Beruflicher Werdegang|Ausbildung|Vorerkrankungen|Kontaktdaten|Lieferung|Kosten|Verbrauch|Abzüge|Bezüge|VERTRAULICH"""
COLUMNS = """Pos.=integer|Bezeichnung=phrase|Menge=integer|Einheit=unit|Einzelpreis=money|Gesamtpreis=money|Betrag=money|Datum=date
Artikel-Nr.=code|MwSt.=percent|Rabatt=percent|Name=name|Ergebnis=number|Einheit=unit|Sollwert=range|Stunden=number|Von=date|Bis=date
Konto=code|Soll=money|Haben=money|Saldo=money|Verbrauch=integer|Land=country|Ort=city|Gewicht=number|Summe=money"""
ROWS = "Summe|Material|Lohn|Reise|Miete|Versand|Nord|Süd|Januar|Februar|März|Strom|Gas|Wasser|Mittelwert|Minimum|Maximum|Sonstiges"
OPTIONS = """Ja|Nein|ledig|verheiratet|geschieden|verwitwet|männlich|weiblich|divers|Neuantrag|Änderung|monatlich|jährlich|vierteljährlich|bar
Überweisung|Lastschrift|Vollzeit|Teilzeit|befristet|unbefristet|gesetzlich|privat|Sonstiges|Eigentum|Miete|dringend|zur Kenntnis|Frau|Herr"""
GROUPS = "Anrede|Familienstand|Geschlecht|Zahlungsweise|Art des Antrags|Versicherungsart|Zutreffendes ankreuzen|Raucher?|Beschäftigung|Wohnung"
SENTENCES = """Ich versichere, dass die Angaben vollständig und richtig sind.|Bitte in Druckbuchstaben ausfüllen.|Vielen Dank für Ihren Auftrag.
Bitte überweisen Sie den Betrag innerhalb von 14 Tagen ohne Abzug.|Nicht Zutreffendes bitte streichen.|Bitte fügen Sie alle Belege bei.
Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.|Vielen Dank für Ihren Einkauf|Es gelten unsere allgemeinen Geschäftsbedingungen.
Die Ergebnisse beziehen sich nur auf die geprüften Muster.|Bitte beachten Sie die Hinweise auf der Rückseite.|Änderungen vorbehalten."""
SMALL = "Seite 1 von 2|Seite 1|Blatt 2|Kopie|Original|Entwurf|Bezahlt|Anlage|bitte wenden|Stand 01/2019|Vordruck 12|Eingegangen"
