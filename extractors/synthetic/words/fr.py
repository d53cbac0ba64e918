# ruff: noqa: E501
"""French labels with the type of their value (``label=type``), headings, sentences and words for free text."""

LABELS: dict[str, str] = {
    "invoice": """
Facture n°=code|N° de facture=code|Date de facture=date|Date=date|Échéance=date|Date d'échéance=date|N° client=code|Code client=code
N° de commande=code|Bon de livraison=code|Mode de règlement=terms|Adresse de facturation=address|Adresse de livraison=address
Total HT=money|TVA=money|TVA 20 %=money|Total TTC=money|Net à payer=money|Montant dû=money|Remise=money|Acompte=money|Frais de port=money
N° TVA intracommunautaire=taxid|SIRET=taxid|IBAN=iban|BIC=code|Banque=company|Votre référence=code|Contact=name|Désignation=product""",
    "receipt": """
Total=money|Sous-total=money|Espèces=money|Rendu=money|Carte bancaire=money|TVA=money|Ticket n°=code|Caisse=integer|Caissier=first
Date=date|Heure=time|Tél.=phone|Table=integer|Couverts=integer|À payer=money|Monnaie=money|Nombre d'articles=integer|SIRET=taxid""",
    "tax": """
Numéro fiscal=taxid|Nom de naissance=last|Prénoms=first|Date de naissance=date|Lieu de naissance=city|Adresse=address|Revenu fiscal=money
Salaires=money|Pensions=money|Revenus fonciers=money|Impôt sur le revenu=money|Nombre de parts=number|Commune=city|Code postal=zip
Situation de famille=status|Personnes à charge=integer|Montant à payer=money|Date limite de paiement=date|Référence de l'avis=code""",
    "insurance": """
N° de contrat=code|N° de police=code|Assuré=name|Nom de l'assuré=name|Souscripteur=name|N° de sinistre=code|Date du sinistre=date
Lieu de l'accident=city|Circonstances=sentence|Franchise=money|Prime annuelle=money|Date d'effet=date|Immatriculation=plate|Marque=make
Conducteur=name|Témoins=name|Dégâts apparents=sentence|Compagnie=company|Bénéficiaire=name|Capital assuré=money|Agence=city""",
    "medical": """
Nom du patient=name|Patient=name|Né(e) le=date|N° de sécurité sociale=ssn|Médecin traitant=doctor|Diagnostic=phrase|Allergies=phrase
Traitement en cours=phrase|Poids=weight|Taille=height|Tension=bp|Groupe sanguin=blood|Date d'entrée=date|Date de sortie=date|Service=department
Motif de consultation=sentence|Antécédents=sentence|Mutuelle=company|Prescripteur=doctor|Sexe=sex|Chambre=integer|Examen demandé=phrase""",
    "application": """
Code postal=zip|CP=zip|Étage=floor|Appartement=floor|Délivré le=date|Fait le=date
Nom=last|Prénom=first|Nom et prénom=name|Adresse=address|Code postal=zip|Ville=city|Pays=country|Téléphone=phone|Courriel=email
Nationalité=country|Date de naissance=date|Profession=job|Employeur=company|Signature=name|Fait à=city|Le=date|Objet de la demande=sentence
Niveau d'études=degree|Situation familiale=status|Nombre d'enfants=integer|N° de passeport=code|Poste souhaité=job|Disponibilité=date
Êtes-vous salarié ?=yesno|Avez-vous un permis de conduire ?=yesno|N° de dossier=code|Nom de jeune fille=last|Montant demandé=money""",
    "bank": """
Titulaire du compte=name|N° de compte=code|Code banque=code|Code guichet=code|Clé RIB=integer|Domiciliation=city|Montant=money|Bénéficiaire=name
Motif=phrase|Solde précédent=money|Nouveau solde=money|Taux=percent|Durée=duration|Mensualité=money|Emprunteur=name|Agence=city|Date de valeur=date""",
    "customs": """
Expéditeur=company|Destinataire=company|Exportateur=company|Pays d'origine=country|Pays de destination=country|Désignation des marchandises=phrase
Masse brute=weight|Masse nette=weight|Valeur statistique=money|Nombre de colis=integer|Bureau de douane=city|Déclarant=company
Conditions de livraison=terms|Transporteur=carrier|Code marchandise=code|Port de chargement=city|Valeur en douane=money""",
    "hr": """
Matricule=code|Nom du salarié=name|Service=department|Emploi=job|Date d'embauche=date|Ancienneté=duration|Salaire brut=money|Salaire de base=money
Net à payer=money|Net imposable=money|Heures travaillées=number|Congés acquis=number|Congés pris=number|Période de paie=period|Responsable=name
Motif de l'absence=sentence|Du=date|Au=date|Convention collective=phrase|Cotisations=money|Heures supplémentaires=number""",
    "utility": """
N° de compteur=code|Ancien index=integer|Nouvel index=integer|Consommation=integer|Abonnement=money|Point de livraison=code|Lieu de consommation=address
Référence client=code|Période de facturation=period|Prix du kWh=rate|Prochain relevé=date|À régler avant le=date|Puissance souscrite=code|Titulaire=name""",
    "business": """
À=name|De=name|Date=date|Objet=phrase|Télécopie=phone|Téléphone=phone|Nombre de pages=integer|Société=company|À l'attention de=name|Projet=phrase
N° de projet=code|Rédigé par=name|Vérifié par=name|Approuvé par=name|Échantillon n°=code|Date d'essai=date|Méthode=phrase|Résultat=number
Quantité=quantity|Référence=code|Délai=duration|Observations=sentence|Coût=money|Budget=money|Client=company|Fournisseur=company|Réunion du=date
Participants=name|Diffusion=name|Demandeur=name|Réf.=code|Responsable=name|Marque=brand|Produit=product|Format=dim""",
}
PARTIES = "demandeur|client|salarié|patient|assuré|propriétaire|locataire|vendeur|acheteur|conducteur|destinataire|responsable|tuteur|témoin"
THINGS = "commande|facture|contrat|compte|projet|dossier|série|lot|échantillon|licence|article|sinistre|police|véhicule|référence|pièce"
EVENTS = "naissance|livraison|commande|paiement|réception|arrivée|départ|signature|fabrication|visite|dépôt|validité|délivrance"
QUANTITIES = "pages|pièces|personnes|enfants|jours|heures|colis|exemplaires|chambres|salariés|véhicules|échantillons"
TITLES = """FACTURE|Facture|DEVIS|BON DE COMMANDE|BON DE LIVRAISON|REÇU|TICKET DE CAISSE|DEMANDE D'EMPLOI|FORMULAIRE DE DEMANDE|DEMANDE DE PRÊT
DÉCLARATION DE SINISTRE|CONSTAT AMIABLE|FICHE PATIENT|QUESTIONNAIRE MÉDICAL|RAPPORT D'ANALYSE|BULLETIN D'ANALYSE|RAPPORT D'ESSAI|RELEVÉ DE COMPTE
ORDRE DE VIREMENT|DÉCLARATION EN DOUANE|LETTRE DE VOITURE|BULLETIN DE PAIE|DEMANDE DE CONGÉ|NOTE DE FRAIS|FEUILLE DE TEMPS|FACTURE D'ÉLECTRICITÉ
AVIS D'IMPÔT|DÉCLARATION DE REVENUS|TÉLÉCOPIE|NOTE DE SERVICE|FICHE D'INSCRIPTION|BULLETIN D'ADHÉSION|FICHE DE RENSEIGNEMENTS|ATTESTATION"""
SECTIONS = """Renseignements personnels|ÉTAT CIVIL|Coordonnées|Coordonnées bancaires|Identité du demandeur|VÉHICULE|Circonstances de l'accident
Cadre réservé à l'administration|Revenus|Charges|Pièces à joindre|Signatures|Résultats|Récapitulatif|DÉCLARATION|Formation|Expérience professionnelle
PARTIE A|Section 1|Modalités de paiement|Livraison|Consommation|Retenues|Antécédents médicaux|Remarques|CONFIDENTIEL|Contact d'urgence"""
COLUMNS = """Désignation=phrase|Quantité=integer|Qté=integer|Prix unitaire=money|P.U. HT=money|Montant=money|Montant HT=money|Référence=code|Date=date
TVA=percent|Remise=percent|Libellé=phrase|Débit=money|Crédit=money|Solde=money|Nom=name|Résultat=number|Unité=unit|Base=money|Taux=percent
Heures=number|Pays=country|Ville=city|Poids=number|Total=money|Norme=range|Code=code"""
ROWS = "Total|Moyenne|Matériel|Main-d'œuvre|Transport|Loyer|Nord|Sud|Janvier|Février|Mars|Eau|Gaz|Électricité|Minimum|Maximum|Divers"
OPTIONS = """Oui|Non|Célibataire|Marié(e)|Divorcé(e)|Veuf(ve)|M.|Mme|Masculin|Féminin|Espèces|Chèque|Carte bancaire|Virement|Mensuel|Annuel|Trimestriel
Temps plein|Temps partiel|CDI|CDD|Propriétaire|Locataire|Autre|Urgent|Pour information|Nouveau|Renouvellement|Sans objet|Favorable|Défavorable"""
GROUPS = "Civilité|Situation de famille|Sexe|Mode de paiement|Type de demande|Cochez la case correspondante|Fumeur ?|Type de contrat|Logement|Avis"
SENTENCES = """Je certifie sur l'honneur l'exactitude des renseignements ci-dessus.|À remplir en lettres capitales.|Merci de votre visite
Joindre les pièces justificatives.|Paiement à trente jours fin de mois.|Aucun escompte pour paiement anticipé.|Conservez ce document sans limitation de durée.
Ne rien inscrire dans ce cadre.|Merci de votre confiance.|Tout retard de paiement entraîne des pénalités.|Les résultats ne concernent que les échantillons analysés.
En cas d'erreur de transmission, veuillez nous prévenir immédiatement.|Voir les conditions au verso."""
SMALL = "Page 1/2|Page 1 sur 1|Copie|Original|Duplicata|Payé|Annexe|T.S.V.P.|Réf. interne|Suite au verso|Reçu le|Confidentiel"
