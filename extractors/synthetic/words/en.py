# ruff: noqa: E501
"""English labels with the type of their value (``label=type``), headings, sentences and words for free text."""

LABELS: dict[str, str] = {
    "invoice": """
Invoice No.=code|Invoice Number=code|Invoice #=code|Invoice Date=date|Date=date|Due Date=date|Payment Due=date
Bill To=address|Ship To=address|Sold To=company|Customer No.=code|Customer ID=code|Account No.=code|P.O. Number=code
Purchase Order=code|Order No.=code|Order Date=date|Terms=terms|Payment Terms=terms|Sales Rep=name|Salesperson=name
Ship Via=carrier|Ship Date=date|F.O.B.=city|Subtotal=money|Sub Total=money|Sales Tax=money|Tax=money|VAT=money
Freight=money|Shipping & Handling=money|Discount=money|Total=money|Total Due=money|Amount Due=money|Balance Due=money
Grand Total=money|Remit To=address|Bank=company|IBAN=iban|BIC=code|Currency=currency|Our Reference=code
Your Reference=code|Contact=name|Attention=name|Vendor=company|Vendor No.=code|Supplier=company|Delivery Note=code
Tax ID=taxid|VAT Reg. No.=taxid|Quote No.=code|Job No.=code|Amount Paid=money|Deposit=money|Total Net=money|Net Amount=money
Total Amount=money|Service Period=period|Customer Name=name|Job Description=phrase|Tracking No.=code""",
    "receipt": """
Total=money|Subtotal=money|Sub-Total=money|Cash=money|Change=money|Tax=money|GST=money|Rounding=money|Total Qty=integer
Card=code|Auth Code=code|Terminal=code|Cashier=first|Served By=first|Table=integer|Guests=integer|Receipt No=code
Bill No=code|Date=date|Time=time|Tel=phone|Fax=phone|GST ID=taxid|Company Reg No=taxid|Member=code|Points=integer
Doc No.=code|Total Amount Payable=money|Amount Tendered=money|Tip=money|Balance=money|Discount=money|Counter=integer
Total Incl. Tax=money|Total Sales=money|Net Total=money|Store=integer|Register=integer|Trans. No=code|Operator=first""",
    "tax": """
Name=name|Legal name=company|Business name=company|Taxpayer identification number=taxid|Social security number=ssn
Employer identification number=taxid|Filing status=status|Address=street|City, state, and ZIP code=citystate|Wages=money
Taxable income=money|Adjusted gross income=money|Total income=money|Total tax=money|Tax withheld=money|Refund=money
Amount you owe=money|Estimated tax penalty=money|Spouse's name=name|Spouse's social security number=ssn
Number of dependents=integer|Tax year=year|Exemptions=integer|Standard deduction=money|Itemized deductions=money
Interest income=money|Dividends=money|Capital gain or (loss)=money|Business income=money|Pensions and annuities=money
Other income=money|Student loan interest=money|Routing number=code|Account number=code|Occupation=job
Preparer's name=name|Preparer's signature=name|Firm's name=company|Firm's EIN=taxid|Daytime phone number=phone
State wages=money|Local income tax=money|Control number=code|Date of birth=date|Country of residence=country
Exempt payee code=code|Requester's name and address=address|List account number(s) here=code|Withholding allowance=integer""",
    "insurance": """
Policy Number=code|Policy No.=code|Policyholder=name|Insured=name|Name of Insured=name|Insured's address=address
Claim Number=code|Claim No.=code|Date of Loss=date|Time of Loss=time|Location of Loss=city|Type of Loss=phrase
Description of Damage=sentence|Description of Accident=sentence|Estimated Damage=money|Deductible=money
Effective Date=date|Expiration Date=date|Premium=money|Annual Premium=money|Coverage=phrase|Limit of Liability=money
Beneficiary=name|Relationship=relation|Agent=name|Agency=company|Agent Code=code|Producer=company|Carrier=company
Vehicle Make=make|Model=word|Year=year|VIN=vin|License Plate=plate|Driver's Name=name|Driver License No.=code
Police Report No.=code|Reporting Officer=name|Witness=name|Witness Phone=phone|Adjuster=name|Adjuster's Phone=phone
Group No.=code|Member ID=code|Plan Name=phrase|Sum Insured=money|Were you injured?=yesno|Other party's insurer=company
Mortgagee=company|Name of Other Driver=name|Amount Claimed=money|Date Reported=date|Underwriter=name""",
    "medical": """
Patient Name=name|Patient=name|Name of Patient=name|Patient ID=code|MRN=code|Date of Birth=date|DOB=date|Age=integer|Sex=sex
Gender=sex|Height=height|Weight=weight|Blood Pressure=bp|Pulse=integer|Temperature=temp|Respiration=integer|Allergies=phrase
Medications=phrase|Current Medications=phrase|Diagnosis=phrase|Chief Complaint=sentence|Referring Physician=doctor
Attending Physician=doctor|Physician=doctor|Primary Care Physician=doctor|Date of Admission=date|Discharge Date=date
Date of Visit=date|Ward=integer|Room No.=integer|Bed=integer|Emergency Contact=name|Insurance Company=company|Blood Type=blood
Marital Status=status|Occupation=job|Surgeon=doctor|Anesthesia=phrase|Procedure=phrase|Specimen=phrase|Specimen No.=code
Collected=date|Received=date|Reported=date|Test Ordered=phrase|Result=number|Reference Range=range|Remarks=sentence
Do you smoke?=yesno|Are you pregnant?=yesno|Pharmacy=company|Dosage=dose|Next Appointment=date|Past Medical History=sentence
Family History=sentence|Immunizations=phrase|Symptoms=phrase|Date of Onset=date|Prescribed By=doctor|Refills=integer
Investigator=doctor|Subject No.=code|Visit=integer|Protocol=code|Adverse Event=phrase|Severity=level|Outcome=phrase""",
    "application": """
Zip=zip|Floor=floor|Apt.=floor|Issued on=date|Date Issued=date
First Name=first|Last Name=last|Middle Initial=initial|Full Name=name|Name=name|Surname=last|Given Names=first
Street Address=street|Address=address|City=city|State=state|ZIP=zip|Zip Code=zip|Country=country|Home Phone=phone|Cell Phone=phone
Telephone=phone|Phone No.=phone|E-mail=email|Email Address=email|Date of Birth=date|Place of Birth=city|Nationality=country
Citizenship=country|Passport No.=code|Social Security No.=ssn|Position Applied For=job|Desired Salary=money
Date Available=date|Employer=company|Present Employer=company|Previous Employer=company|Supervisor=name|Reason for Leaving=phrase
School=company|Degree=degree|Major=phrase|Graduation Date=date|GPA=number|Years Attended=period|References=name|Signature=name
Date=date|Applicant's Signature=name|Signature of Applicant=name|Have you ever been convicted of a felony?=yesno
Are you at least 18 years of age?=yesno|May we contact this employer?=yesno|Are you a citizen of the United States?=yesno
If yes, please explain=sentence|Mother's Maiden Name=last|Father's Name=name|Marital Status=status|Number of Children=integer
Emergency Contact=name|Relationship=relation|Driver's License=code|Skills=phrase|Languages=phrase|Membership No.=code
Name of Organization=company|Purpose of Application=sentence|Amount Requested=money|How did you hear about us?=phrase
Title=title|Preferred Name=first|Length of Residence=duration|Permit No.=code|Type of License=phrase|Course=phrase""",
    "bank": """
Account Holder=name|Account Name=name|Account Number=code|Account No.=code|Account Type=phrase|Sort Code=sort|Branch=city
Routing No.=code|SWIFT=code|IBAN=iban|Beneficiary=name|Beneficiary Bank=company|Amount=money|Amount in Words=sentence
Currency=currency|Value Date=date|Reference=code|Purpose of Payment=phrase|Opening Balance=money|Closing Balance=money
Statement Period=period|Statement Date=date|Credit Limit=money|Minimum Payment=money|Interest Rate=percent|APR=percent
Loan Amount=money|Loan No.=code|Term=duration|Monthly Payment=money|Borrower=name|Co-Borrower=name|Collateral=phrase
Property Address=address|Purchase Price=money|Down Payment=money|Employer Name=company|Gross Monthly Income=money
Cheque No.=code|Pay to the Order of=name|Depositor=name|Transfer From=code|Transfer To=code|Date Opened=date
Authorized Signature=name|Relationship Manager=name|Debit=money|Credit=money|Net Worth=money|Total Assets=money|Total Liabilities=money""",
    "customs": """
Exporter=company|Shipper=company|Consignee=company|Importer=company|Notify Party=company|Country of Origin=country
Country of Destination=country|Port of Loading=city|Port of Discharge=city|Place of Delivery=city|Vessel=word|Voyage No.=code
Flight No.=code|Bill of Lading No.=code|Container No.=code|Seal No.=code|Marks and Numbers=code|No. of Packages=integer
Kind of Packages=phrase|Description of Goods=phrase|Gross Weight=weight|Net Weight=weight|Measurement=dim|HS Code=code
Tariff No.=code|Declared Value=money|Statistical Value=money|Customs Value=money|Freight Charges=money|Insurance=money
Incoterms=terms|Mode of Transport=carrier|Customs Office=city|Declarant=company|Declaration No.=code|Duty=money
Licence No.=code|Date of Shipment=date|Invoice Value=money|Carrier=carrier|Forwarding Agent=company|Export References=code
Passport Number=code|Flight/Vessel=code|Address while in the country=address|Final Destination=city|Quantity=quantity|Unit Price=money""",
    "hr": """
Employee Name=name|Employee No.=code|Employee ID=code|Name of Employee=name|Department=department|Dept.=department|Job Title=job
Position=job|Supervisor=name|Manager=name|Hire Date=date|Start Date=date|End Date=date|Termination Date=date|Pay Period=period
Pay Date=date|Pay Rate=money|Hourly Rate=money|Hours Worked=number|Overtime=number|Gross Pay=money|Net Pay=money
Federal Tax=money|Deductions=money|Salary=money|Present Salary=money|Proposed Salary=money|Vacation Days=integer
Sick Leave=integer|Leave From=date|Leave To=date|Type of Leave=phrase|Reason for Absence=sentence|Work Location=city
Cost Center=code|Grade=level|Shift=level|Badge No.=code|Evaluation Period=period|Overall Rating=level|Strengths=sentence
Areas for Improvement=sentence|Goals=sentence|Training Completed=phrase|Approved By=name|Employee Signature=name
Reports To=name|Extension=ext|Building=code|Years of Service=integer|Last Review=date|Travel Dates=period|Mileage=number
Total Expenses=money|Advance Received=money|Purpose of Trip=phrase|Lodging=money|Meals=money|Transportation=money""",
    "utility": """
Customer Name=name|Account Number=code|Service Address=address|Billing Date=date|Bill Date=date|Due Date=date|Meter No.=code
Meter Number=code|Previous Reading=integer|Present Reading=integer|Current Reading=integer|Usage=integer|kWh Used=integer
Days in Period=integer|Billing Period=period|Rate=rate|Rate Schedule=code|Energy Charge=money|Basic Charge=money|Delivery Charge=money
Fuel Adjustment=money|Previous Balance=money|Payments Received=money|Current Charges=money|Total Amount Due=money
Amount Enclosed=money|Late Fee=money|Next Reading Date=date|Read Date=date|Customer Service=phone|Average Daily Use=number
Gallons Used=integer|Sewer=money|Water=money|Gas=money|Tariff=phrase|Standing Charge=money|Therms=number|Pay By=date|Plan=phrase""",
    "business": """
TO=name|FROM=name|DATE=date|SUBJECT=phrase|RE=phrase|CC=name|COMPANY=company|FAX NUMBER=phone|FAX NO.=phone|PHONE NUMBER=phone
TELEPHONE=phone|PHONE=phone|NUMBER OF PAGES=integer|PAGES INCLUDING COVER=integer|TIME=time|MESSAGE=sentence|COMMENTS=sentence
NOTES=sentence|LOCATION=city|CITY=city|REGION=region|DIVISION=region|DISTRICT=region|TERRITORY=region|MARKET=city|BRAND=brand
BRAND NAME=brand|PRODUCT=product|PRODUCT NAME=product|MANUFACTURER=company|ACCOUNT=company|ACCOUNT NAME=company|CHAIN=company
DISTRIBUTOR=company|RETAILER=company|WHOLESALER=company|AGENCY=company|CLIENT=company|VENDOR=company|SUPPLIER=company
PROJECT=phrase|PROJECT NO.=code|PROJECT TITLE=phrase|PROJECT NAME=phrase|JOB NUMBER=code|CONTRACT NO.=code|CONTRACT AMOUNT=money
BUDGET=money|BUDGET CODE=code|ORIGINAL BUDGET=money|COMMITTED TO DATE=money|BALANCE=money|COST=money|ESTIMATED COST=money
TOTAL COST=money|UNIT COST=money|QUANTITY=quantity|QTY. ORDERED=quantity|SIZE=dim|COLOR=color|WEIGHT=weight|STYLE=word
ITEM NO.=code|CODE=code|STOCK NO.=code|LOT NO.=code|SERIAL NUMBER=code|FORM NO.=code|FILE NO.=code|CASE NO.=code|DOCKET NO.=code
SAMPLE NO.=code|SAMPLE ID=code|SAMPLE DESCRIPTION=phrase|TEST NO.=code|TEST DATE=date|TESTED BY=name|ANALYST=name|METHOD=phrase
RESULTS=number|REPORTED BY=name|REQUESTED BY=name|REQUESTER=name|SUBMITTED BY=name|PREPARED BY=name|APPROVED BY=name|REVIEWED BY=name
CHECKED BY=name|RECEIVED BY=name|AUTHORIZED BY=name|ISSUED BY=name|SIGNATURE=name|TITLE=job|DEPARTMENT=department
DATE RECEIVED=date|DATE ISSUED=date|DATE SUBMITTED=date|DATE REQUIRED=date|DATE APPROVED=date|DATE OF REPORT=date|START DATE=date
COMPLETION DATE=date|EFFECTIVE DATE=date|EXPIRATION DATE=date|DUE DATE=date|RELEASE DATE=date|MAIL DATE=date|CLOSING DATE=date
PERIOD COVERED=period|OBJECTIVE=sentence|PURPOSE=sentence|DESCRIPTION=sentence|REASON=sentence|REMARKS=sentence|ACTION=sentence
SPECIAL INSTRUCTIONS=sentence|BACKGROUND=sentence|SUMMARY=sentence|RECOMMENDATION=sentence|CONCLUSION=sentence|STATUS=phrase
PUBLICATION=phrase|EDITION=word|ISSUE DATE=date|CIRCULATION=integer|AD SIZE=dim|POSITION=phrase|HEADLINE=phrase|MEDIA=phrase
COUPON VALUE=money|COUPON EXPIRES=date|OFFER=phrase|FACE VALUE=money|REDEMPTION RATE=percent|RESPONSE RATE=percent|PRINT RUN=integer
NO. OF STORES=integer|NUMBER OF CALLS=integer|VOLUME=integer|SHARE=percent|SALES=money|RETAIL PRICE=money|DISPLAY TYPE=phrase
DOSE=dose|ROUTE=phrase|SPECIES=word|STRAIN=code|NO. OF ANIMALS=integer|COMPOUND=code|FORMULA=code|MOLECULAR WEIGHT=number
MELTING POINT=temp|SOLVENT=word|CONCENTRATION=dose|PURITY=percent|BATCH=code|STUDY NO.=code|SPONSOR=company|STUDY DIRECTOR=doctor
MACHINE=code|OPERATOR=name|SHIFT=level|LENGTH=dim|CIRCUMFERENCE=dim|MOISTURE=percent|DENSITY=number|PRESSURE=number|TEMPERATURE=temp
FILTER=phrase|PAPER=phrase|BLEND=code|TIPPING=phrase|PACKAGING=phrase|CARTON=phrase|LABEL=phrase|WEIGHT PER UNIT=weight
COURT=court|PLAINTIFF=name|DEFENDANT=company|ATTORNEY=name|LAW FIRM=company|JUDGE=name|DATE FILED=date|CASE NAME=phrase|STATE=state
MEETING DATE=date|SPEAKER=doctor|ORGANIZATION=company|TOPIC=phrase|AUDIENCE=phrase|ATTENDEES=name|HOTEL=company|ARRIVAL=date
DEPARTURE=date|CHECK PAYABLE TO=company|AMOUNT=money|INVOICE AMOUNT=money|G/L ACCOUNT=code|CHARGE TO=code|PAYEE=name
FOR=name|ATTN=name|REF=code|OUR FILE=code|DIST.=name|COPIES TO=name|ORIGINATOR=name|CONTACT=name|EXT.=ext|MAIL STOP=code""",
}

PARTIES = """applicant|customer|employee|patient|insured|owner|vendor|agent|buyer|seller|tenant|landlord|contractor|manager
supervisor|spouse|parent|guardian|physician|witness|contact person|company|sponsor|officer|manufacturer|representative
beneficiary|lender|borrower|shipper|carrier|student|member|donor|investigator|recipient|sender|driver|attorney|claimant"""

THINGS = """order|invoice|contract|policy|account|project|file|case|serial|batch|lot|sample|license|permit|registration|ticket
reference|claim|document|form|part|item|model|stock|job|requisition|check|voucher|shipment|container|study|protocol|budget|room
store|route|bid|drawing|plan|report|certificate|grant|loan|vehicle|equipment|purchase order|work order|delivery|product"""

EVENTS = """birth|issue|receipt|order|delivery|purchase|hire|loss|accident|arrival|departure|expiry|signature|application
manufacture|inspection|payment|shipment|completion|approval|request|report|visit|test|sale|service|publication|meeting"""

QUANTITIES = """units|pages|employees|copies|packages|samples|items|boxes|days|hours|cases|stores|dependents|rooms|calls|orders
animals|subjects|cartons|pieces|participants|vehicles|shares|years|coupons|responses|displays"""

TITLES = """INVOICE|COMMERCIAL INVOICE|PURCHASE ORDER|PACKING LIST|STATEMENT OF ACCOUNT|RECEIPT|CASH SALE|TAX INVOICE
APPLICATION FOR EMPLOYMENT|EMPLOYMENT APPLICATION|APPLICATION FORM|MEMBERSHIP APPLICATION|APPLICATION FOR CREDIT|LOAN APPLICATION
CLAIM FORM|NOTICE OF CLAIM|ACCIDENT REPORT|LOSS NOTICE|CERTIFICATE OF INSURANCE|PATIENT REGISTRATION|MEDICAL HISTORY
LABORATORY REPORT|TEST REPORT|ANALYSIS REPORT|CERTIFICATE OF ANALYSIS|REQUEST FOR ANALYSIS|SAMPLE SUBMISSION FORM|FAX COVER SHEET
FACSIMILE TRANSMITTAL|TELECOPIER COVER SHEET|FAX TRANSMISSION|FAX|MEMORANDUM|INTEROFFICE MEMO|INTER-OFFICE CORRESPONDENCE|MEMO
PROJECT AUTHORIZATION|REQUEST FOR APPROVAL|APPROVAL FORM|CHECK REQUEST|EXPENSE REPORT|TRAVEL EXPENSE VOUCHER|BUDGET REQUEST
MATERIAL REQUISITION|WORK ORDER|CHANGE ORDER|PRODUCT SPECIFICATION|SPECIFICATION CHANGE|QUALITY CONTROL REPORT|INSPECTION REPORT
SALES REPORT|WEEKLY SALES SUMMARY|COMPETITIVE ACTIVITY REPORT|MARKET RESEARCH REQUEST|PROMOTION REQUEST|COUPON REDEMPTION FORM
MEDIA AUTHORIZATION|ADVERTISING ORDER|INSERTION ORDER|PRINT ORDER|CONTRACT SUMMARY|CONTRACT APPROVAL|DATA SHEET|NEW ITEM FORM
RETAIL PROGRAM AGREEMENT|STORE SURVEY|PERSONNEL ACTION NOTICE|PERFORMANCE REVIEW|LEAVE REQUEST|TIME SHEET|PAY STATEMENT
CUSTOMS DECLARATION|BILL OF LADING|AIR WAYBILL|CERTIFICATE OF ORIGIN|ACCOUNT OPENING FORM|WIRE TRANSFER REQUEST|DEPOSIT SLIP
ELECTRIC BILL|WATER BILL|UTILITY STATEMENT|REQUEST FOR TAXPAYER IDENTIFICATION|INCOME TAX RETURN|WAGE AND TAX STATEMENT|STUDY PROTOCOL
SUBJECT RECORD|ADVERSE EVENT REPORT|SPEAKER REQUEST|REGISTRATION FORM|ORDER FORM|REPLY CARD|QUESTIONNAIRE|SURVEY|TRANSMITTAL SLIP
ROUTING SLIP|RECORD OF TELEPHONE CALL|DOCUMENT CLEARANCE SHEET|ENGINEERING CHANGE NOTICE|SAFETY DATA SHEET|LITIGATION SUMMARY"""

SECTIONS = """PERSONAL INFORMATION|General Information|Applicant Information|CONTACT DETAILS|Employment History|EDUCATION|References
PAYMENT DETAILS|Payment Information|Billing Information|Shipping Information|ACCOUNT INFORMATION|Policy Details|VEHICLE INFORMATION
Medical History|PATIENT INFORMATION|INSURANCE INFORMATION|Emergency Contact|Declaration|CERTIFICATION|AUTHORIZATION|APPROVALS
FOR OFFICE USE ONLY|For Internal Use Only|OFFICE USE|Part I|PART II|Part III Certification|SECTION A|Section B|SECTION 1|SECTION 2
Summary of Charges|CHARGES|Income|DEDUCTIONS|EXPENSES|BUDGET|Distribution|DISTRIBUTION LIST|Signatures|Test Results|RESULTS|PHYSICAL DATA
PHYSICAL CHARACTERISTICS|Chemical Data|SPECIFICATIONS|PRODUCT DESCRIPTION|Packaging|MEDIA PLAN|OBJECTIVES|STRATEGY|TIMING|COST SUMMARY
RECOMMENDATIONS|Background|DETAILS|Comments|REMARKS|INSTRUCTIONS|Terms and Conditions|DESCRIPTION OF GOODS|SHIPMENT DETAILS|Meter Readings
SAMPLE INFORMATION|Analytical Results|ANIMAL DATA|DOSING|SITE INFORMATION|STORE INFORMATION|Sales Data|PROMOTION DETAILS|DISPLAY INFORMATION
COMPETITIVE INFORMATION|CONTRACT DETAILS|Legal|ATTACHMENTS|CONFIDENTIAL|URGENT|FINAL REPORT|DRAFT|COVER SHEET|PRIORITY|ACTION REQUIRED"""

COLUMNS = """Description=phrase|Item=product|Qty=integer|Quantity=integer|Unit Price=money|Price=money|Amount=money|Total=money|Date=date
Code=code|Rate=number|Hours=number|Name=name|Title=job|Signature=name|Unit=unit|Tax=money|Discount=percent|Size=dim|Brand=brand
Sample=code|Result=number|Method=code|Range=range|Mean=number|Std. Dev.=number|Weight=number|Cost=money|Budget=money|Actual=money
Variance=number|Store=integer|City=city|State=state|Volume=integer|Share=percent|% Change=percent|Account=code|Reference=code|Balance=money
Debit=money|Credit=money|Country=country|Packages=integer|From=date|To=date|Employer=company|Phone=phone|Test=phrase|Value=number
Group=level|Dose=dose|Animal No.=integer|Week=integer|Market=city|Publication=phrase|Issue=date|Space=dim|Part No.=code|Lot=code|1st Qtr.=number
2nd Qtr.=number|Jan=number|Feb=number|Mar=number|Year to Date=money|This Month=money|Last Year=money|Current=number|Proposed=number|Units=integer"""

ROWS = """Total|Average|Labor|Materials|Travel|Overhead|Supplies|Postage|Printing|Production|Media|Control|Low dose|High dose|Before|After
Male|Female|Tar|Nitrogen|Moisture|Sugar|Ash|Draw|Length|Weight|North|South|East|West|January|February|March|April|May|June|Maintenance
Rent|Insurance|Salaries|Equipment|Consulting|Net|Gross|Regular|Special|Retail|Wholesale|Tolerance|Target|Minimum|Maximum|Other"""

OPTIONS = """Yes|No|Male|Female|Single|Married|Divorced|Widowed|Approved|Rejected|Urgent|Routine|New|Renewal|Cash|Check|Credit Card|Visa
MasterCard|Monthly|Quarterly|Annually|Full-time|Part-time|Temporary|Permanent|Individual|Corporation|Partnership|Sole proprietor|Other|None
Original|Copy|Revised|Air|Sea|Road|Rail|For Review|For Signature|Please Reply|As Requested|Confidential|Excellent|Good|Fair|Poor|Not applicable
Employee|Spouse|Child|Checking|Savings|Home|Work|Mobile|Pass|Fail|Complete|Partial|Domestic|International|Inpatient|Outpatient|Left|Right
Mailing|In person|Telephone|Increase|Decrease|No change|Hard pack|Soft pack|Standard|Express|Black & white|Color|Final|Interim|Prime|Alternate"""

GROUPS = """Sex|Marital status|Type of account|Method of payment|Payment method|Reason for request|Priority|Status|Type of application|Coverage type
Check one|Please check|Please check one|Type of business|Shift|Condition|Delivery method|Preferred contact|Frequency|Type of test|Disposition
Rating|Classification|Check all that apply|Type of claim|Purpose|Action taken|Smoker?|Are you insured?|Citizen?|Copies required?|Approved?|Format"""

SENTENCES = """I certify that the information given above is true and complete to the best of my knowledge.
Please print or type all answers in black ink.|Attach additional sheets if necessary.|Do not write below this line.
This message is intended only for the use of the person named above and may contain confidential information.
If you have received this transmission in error, please notify us immediately by telephone.|Return the original to the accounting department.
Payment is due within thirty days of the date of this invoice.|Please detach and return this portion with your payment.
Make checks payable to the company named above.|Thank you for your business!|Thank you, please come again|Goods sold are not returnable.
All claims must be filed within ten days after receipt of goods.|Allow four to six weeks for processing.|Keep this copy for your records.
Under penalties of perjury, I declare that I have examined this return.|See instructions on the reverse side.|Offer good while supplies last.
The undersigned agrees to the terms and conditions stated on the back of this form.|For questions please call our customer service department.
Please list the three most recent employers first.|This form must be completed before any work is started.|Not valid without signature.
Results apply only to the samples tested.|The report may not be reproduced except in full.|If all pages are not received, please call at once.
White copy - file, yellow copy - originator, pink copy - accounting|Forward completed forms to the regional office by the fifth of each month.
Submit in triplicate with supporting documents.|An equal opportunity employer|Subject to credit approval.|Limit one coupon per purchase.
No part of this record may be disclosed without written permission.|Complete all sections that apply.|Void where prohibited by law."""

CLAUSES = """the {adj} {noun} {verb} by the {noun2}|we {verb2} the {adj} {noun} in {city}|please {verb2} the {noun} before {date}
{noun} {verb} at the {adj} {noun2}|the {noun} of the {noun2} is {adj}|all {noun} and {noun2} have been {verb3}|to {verb2} {adj} {noun} for {company}
determine whether the {noun} is {adj} to the {noun2}|no {noun} was {verb3} during the {noun2}|{company} has {verb3} the {noun}
increase the {noun} of {adj} {noun2} by {percent}|see the attached {noun} for the {adj} {noun2}|the {noun2} should be {verb3} with {noun}
{name} {verb} the {noun} on {date}|send {integer} copies of the {noun} to {name}|this {noun} covers the {adj} {noun2} and the {noun}
there is {integer} {adj} {noun} at this {noun2}|it was {verb3} that the {noun} would not be {verb3}|based on the {noun}, the {adj} {noun2} was {verb3}
as discussed with {name}, the {noun} will be {verb3}|if the {noun} is {adj}, {verb2} the {noun2}|for use in the {adj} {noun2} only
compare {adj} {noun} with the {noun2} from {date}|approximately {integer} {noun} per {noun2}|samples were {verb3} and held for {duration}"""

VERBS = """is reviewed|was sent|will be tested|was received|is required|will be shipped|was approved|has been completed|is attached|was changed"""
VERBS2 = "review|send|test|evaluate|complete|approve|prepare|compare|ship|provide|develop|check|reduce|deliver|measure|order|support"
VERBS3 = "reviewed|sent|tested|evaluated|completed|approved|prepared|shipped|provided|developed|checked|received|replaced|reported|ordered"

SMALL = """Page 1 of 1|Page 2|Rev. 3|Form 1040|CONFIDENTIAL|ORIGINAL|COPY|PAID|RECEIVED|VOID|Over|(continued)|- 2 -|-1-|Printed in U.S.A.
cc: file|Attachment|Enclosure|Exhibit A|FILE COPY|Tear here|Cut along dotted line|See reverse|Rev. 5/88|*Required|N/A|Initials|Approx.|Encl."""
