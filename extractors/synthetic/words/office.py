# ruff: noqa: E501
"""More English of offices between the typewriter and the fax: labels, headings, options and small print."""

LABELS = """
Account Executive=name|Action Requested=phrase|Action Taken=sentence|Added Value=phrase|Addressee=name|Ad Copy=phrase|Advertiser=company
Air Date=date|Allocation=quantity|Amount Authorized=money|Amount This Request=money|Amount Previously Approved=money|Announcement Date=date
Area Manager=name|Assigned To=name|Authorization No.=code|Author(s)=name|Average Per Store=number|Bid Price=money|Bill Number=code|Binder=word
Broker=company|Building/Room=code|Bulletin No.=code|Buyer=name|Call Letters=code|Case Count=integer|Case Pack=integer|Catalog No.=code
Category=phrase|Cause=phrase|Change From=phrase|Change To=phrase|Charge Number=code|Chemical Name=phrase|Client Contact=name|Closing Time=time
Color Code=color|Commodity=word|Company Name & Address=address|Competitor=brand|Complaint=sentence|Conference Call=time|Consultant=name
Contract Period=period|Contractor=company|Controller=name|Conversion Factor=number|Copy Date=date|Cost Estimate=money|Cost Per Thousand=money
Cost to Company=money|Count=integer|Cover=phrase|Customer Contact=name|Cycle=integer|Date & Time=date|Date Assigned=date|Date Closed=date
Date Completed=date|Date Entered=date|Date In=date|Date Needed=date|Date of Call=date|Date of Request=date|Date of This Report=date
Date Out=date|Date Prepared=date|Date Reviewed=date|Date Sampled=date|Date Shipped=date|Date Tested=date|Days Out=integer|Deadline=date
Deal=phrase|Delivery Address=address|Delivery Required By=date|Design No.=code|Destination=city|Director=name|Disposition=phrase
Disposition of Samples=phrase|Distribution Date=date|District Manager=name|Division Manager=name|Document No.=code|Draft No.=integer|Drawn By=initials
Drop Date=date|Effective=date|Engineer=name|Enclosures=integer|Estimate No.=code|Est. Completion=date|Event=phrase|Examined By=initials|Exhibit=code
Experiment=phrase|Expected Attendance=integer|Field Work Dates=period|Final Report Due=date|Finish=word|Fiscal Year=year|Flavor=word
Floor=integer|Follow-up=phrase|Follow Up Date=date|Frequency=phrase|From (Name)=name|Fund=code|General Comments=sentence|Grade of Paper=code
Group Head=name|Guest Speaker=doctor|Hard Copy to Follow=yesno|Head Count=integer|How Used=phrase|Hypothesis=sentence|Identification=code
If Other, Specify=phrase|If So, When?=date|Industry=phrase|Ink=color|Inspector=initials|Insertion Date=date|Instrument=phrase|Introductory Date=date
Inventory=integer|Issue=phrase|Issues=phrase|Job Name=phrase|Key Contact=name|Key Number=code|Kind of Business=phrase|Laboratory=company
Lab Notebook Ref.=code|Lead Time=duration|Length of Commercial=duration|Length of Test=duration|Limitations=sentence|List Price=money|Local No.=code
Location of Meeting=city|Location of Sample=phrase|Machine Speed=integer|Mailed By=initials|Make Ready=number|Manager's Comments=sentence
Manner of Shipment=carrier|Manuscript No.=code|Margin=percent|Market Area=city|Material=word|Material Code=code|Mechanical Due=date
Member Name=name|Memo No.=code|Message Number=code|Mfg. Date=date|Mixing Time=duration|Mode=level|Month of=month|Name & Title=name
Name of Carrier=company|Name of Committee=phrase|Name of Publication=phrase|Name of Store=company|Nature of Business=phrase|Nature of Request=phrase
Nature of Work=phrase|Net Change=number|Network=code|New Price=money|Next Review=date|No. Ordered=quantity|No. Pages=integer|Number of Subjects=integer
Number Requested=integer|Occasion=phrase|Office=city|Office Phone=phone|Old Price=money|On Hand=integer|Operating Company=company|Opponent=name
Order Placed By=name|Ordered By=name|Originating Department=department|Original Due Date=date|Other Costs=money|Our Order=code|Outlet=company
Pack Size=integer|Package Type=phrase|Panel Size=integer|Parent Company=company|Part Name=product|Participants=integer|Partner=company|Passed By=initials
Payment Authorized By=name|Per Diem=money|Person Contacted=name|Person Responsible=name|Phase=level|Photo No.=code|Place=city|Plan No.=code|Plant=city
Plate No.=code|Position/Title=job|Present Supplier=company|Previous Report=code|Price Per Unit=money|Primary Objective=sentence|Principal Investigator=doctor
Printer=company|Priority=level|Problem=sentence|Process=phrase|Producer=name|Product Code=code|Product Manager=name|Production Date=date
Program=phrase|Program Manager=name|Program Name=phrase|Progress To Date=sentence|Proof Date=date|Proposal No.=code|Proposed By=name|Proposed Start=date
Provider=company|Published By=company|Purchased From=company|Quota=integer|Quote=money|Rack Location=code|Rate Per Hour=money|Rating=level|Reader=name
Reason for Change=sentence|Reason for Test=sentence|Received From=name|Recorded By=initials|Regional Director=name|Regular Price=money
Related Reports=code|Release No.=code|Rep=name|Replaces=code|Report By=name|Report Date=date|Report Number=code|Report Title=phrase
Reporting Period=period|Representing=company|Request Date=date|Requested Completion=date|Research Firm=company|Response Needed By=date
Responsibility=name|Return To=name|Return Fax=phone|Review Date=date|Revised Budget=money|Revision=integer|Revision Date=date|Risk=level|Roll No.=code
Routing=initials|Run No.=integer|Salesman=name|Sample From=company|Sample Size=integer|Sampling Date=date|Schedule=phrase|Script No.=code
Season=word|Secretary=name|Section Head=name|Security Class=level|Senator=name|Sender's Name=name|Sent By=initials|Sequence=integer|Session=word
Set No.=integer|Shelf Life=duration|Ship No Later Than=date|Shipped From=city|Shipping Point=city|Signed=name|Site=city|Source=phrase
Source of Funds=phrase|Space Rate=money|Special Handling=phrase|Sponsoring Company=company|Spec. No.=code|Speed=integer|Spokesperson=name
Staff Contact=name|Standard=number|Station=code|Status Date=date|Storage Conditions=phrase|Store Name=company|Store Number=code|Subcommittee=phrase
Submitted To=name|Substance=phrase|Substrate=word|Supersedes=code|Supervisor's Signature=name|Supplied By=company|Supply=integer|Suspense Date=date
Target Audience=phrase|Target Date=date|Tax Code=code|Technician=initials|Telecopier No.=phone|Telex=code|Terminal ID=code|Test Market=city
Test Method=code|Test Article=code|Theme=phrase|Thickness=dim|This Order=money|Time In=time|Time Out=time|Time of Day=time|Time Period=period
To (Name)=name|Tolerance=range|Total Authorized=money|Total Cost To Date=money|Total No. of Pages=integer|Total Pages=integer|Total Requested=money
Total This Invoice=money|Trade Name=brand|Traffic Manager=name|Transmit To=phone|Transmitted By=initials|Type of Display=phrase|Type of Event=phrase
Type of Outlet=phrase|Type of Study=phrase|Unit Weight=weight|Universe=integer|Unpaid Balance=money|Used For=phrase|User=name|Valid Through=date
Value=money|Variety=word|Vehicle=phrase|Venue=city|Verified By=initials|Version=integer|Via=carrier|Vice President=name|Volume Impact=percent|Vote=yesno
Warehouse=city|Week Ending=date|Week of=date|Width=dim|Will Call=yesno|Witnessed By=name|Work Performed=sentence|Year=year|Yield=percent|Your File=code
Zone=integer|Has this been budgeted?=yesno|Is this a new vendor?=yesno|Was the customer notified?=yesno|Was a sample retained?=yesno
Will samples be needed?=yesno|Is overtime required?=yesno|Have all copies been returned?=yesno|How many were distributed?=integer|How often?=phrase
What was the result?=sentence|What changes are suggested?=sentence|Who will attend?=name|Why was it rejected?=sentence|When is it needed?=date"""

COLUMNS = """Allocation=quantity|Approved=initials|Authorized=money|Average=number|Batch=code|Before=number|After=number|Booth=integer
Carton=integer|Case=integer|Ch.=initials|Class=level|Comments=phrase|Committed=money|Completed=date|Control=number|Copies=integer|Cost/Unit=money
Count=integer|Date Due=date|Day=integer|Dept.=department|Diff.=number|Division=region|Estimated=money|Expended=money|Female=number|Final=number
Form=code|Found=number|Goal=integer|Initial=number|Initials=initials|Inv. No.=code|Item No.=integer|Job=code|Length=duration|Level=level|Line=integer
Location=city|Low=number|High=number|Male=number|Material=word|Max.=number|Min.=number|Media=word|N=integer|New=integer|No.=integer|No. of Cases=integer
Number=code|Old=integer|Ordered=integer|Original=money|Others=number|Panel=integer|Per Cent=percent|Period=month|Plan=money|Position=job
Present=number|Previous=number|Priority=level|Product=product|Purpose=phrase|Rating=level|Received=date|Region=region|Remarks=phrase
Representative=name|Response=percent|Revised=money|Run=integer|Sales=money|Set=integer|Shipped=integer|Shift=level|Source=company|Spec.=number
Spent=money|Status=word|Supplier=company|Target=number|Test=number|Time=time|To Date=money|Type=word|Used=number|Variety=word|Vendor=company|Week=date
Weight=weight|Work Order=code|Year=year|Yes=check|No=check|Base=integer|1st=number|2nd=number|3rd=number|A=number|B=number|C=number|I=check|II=check"""

ROWS = """Absorption|Accounting|Acidity|Advertising|Agency fees|Air permeability|Art work|Artwork|Baseline|Calcium|Capital|Chains|Circumference
Cleaning|Coating|Color|Contingency|Copy|Core|Cost of goods|Day shift|Night shift|Density|Design|Development|Diameter|Direct mail|Displays|Drug stores
Dryer|End caps|Energy|Engineering|Entertainment|Expense|Feed|Field work|Film|Fixed|Flavor|Food stores|Freight|Frequency|Fringe benefits|Gloss|Glue
Grocery|Heat|Height|Independents|Inner|Outer|Installation|Interviewing|Keypunch|Lab supplies|Large|Medium|Small|Last year|This year|Legal|Load|Loss
Machine time|Magazines|Mass merchandisers|Mean|Median|Meetings|Military|Month 1|Month 2|Newspapers|Noise|None|Nonusers|Users|Outdoor|Overall|Packing
Past month|Personnel|Phone|pH|Porosity|Premiums|Prior year|Protein|Quarter|Radio|Recruiting|Refunds|Residue|Sampling|Shipping|Sodium|Space|Staff
Standard|Starch|Strength|Stretch|Subtotal|Support|Tabulation|Taste|Taxes|Television|Tensile|Test|Texture|Thickness|Total cost|Trade|Training|Trial
18 - 24|25 - 34|35 - 44|45 and over|Under 18|Urban|Rural|Suburban|Variable|Vending|Viscosity|Volume|Warehouse|Water|Width|Within range|Yield"""

TITLES = """ACTIVITY REPORT|ADDENDUM|ADVERTISING AUTHORIZATION REQUEST|AGENDA ITEM|APPROPRIATION REQUEST|ASSIGNMENT SHEET|AUTHORIZATION FOR PAYMENT
AUTHORIZATION TO PURCHASE|BILL SUMMARY|BUDGET CHANGE FORM|BUSINESS REPLY FORM|CALL REPORT|CAPITAL EXPENDITURE PROPOSAL|CHANGE NOTICE|CHANGE OF ADDRESS
COMMITTEE REPORT|COMPLAINT RECORD|COMPUTER SERVICES REQUEST|CONFERENCE REGISTRATION|CONTACT REPORT|CONTRACT TRANSMITTAL|CONTROL SHEET|COPY CLEARANCE FORM
CORRESPONDENCE RECORD|COST ESTIMATE|CREDIT MEMO|DAILY LOG|DELIVERY RECEIPT|DISBURSEMENT REQUEST|DISPLAY ORDER|DISTRIBUTION REPORT|DOCUMENT RECEIPT
EMPLOYEE SUGGESTION|EQUIPMENT REQUEST|EVENT SUMMARY|EXPENDITURE REQUEST|EXPERIMENTAL RUN SHEET|EXPORT ORDER|FIELD REPORT|FIELD SALES BULLETIN
FILE TRANSFER LIST|FORMULA CARD|GRANT APPLICATION|INFORMATION REQUEST|INTERNAL TRANSFER|INVENTORY RECORD|ITEM SET-UP SHEET|JOB TICKET
LABORATORY WORK REQUEST|LEGISLATIVE REPORT|LIBRARY LOAN|LITERATURE REQUEST|MACHINE TRIAL REPORT|MAILING LIST CHANGE|MAINTENANCE REQUEST|MANUSCRIPT CLEARANCE
MARKET TEST PLAN|MATERIAL TRANSFER|MEETING NOTICE|MEETING REPORT|MONTHLY SUMMARY|NEW ACCOUNT FORM|NEW VENDOR FORM|NEWS RELEASE CLEARANCE|NOTICE OF CHANGE
NOTICE OF MEETING|ORDER ACKNOWLEDGMENT|PACKAGE CHANGE REQUEST|PANEL TEST RESULTS|PAYMENT VOUCHER|PHONE MESSAGE|PHOTO REQUEST|PLANT TRIAL REQUEST
POINT OF SALE ORDER|PRICE CHANGE NOTICE|PRINTING REQUISITION|PROBLEM REPORT|PRODUCT CHANGE FORM|PRODUCT TEST REQUEST|PROGRAM EVALUATION|PROGRESS REPORT
PROJECT BRIEF|PROJECT PROPOSAL|PROJECT STATUS REPORT|PROMOTION EVALUATION|PROPOSAL SUMMARY|PURCHASE REQUEST|QUOTATION|RADIO SCHEDULE|RAW DATA SHEET
RECORD OF SHIPMENT|RECORDS TRANSFER FORM|REIMBURSEMENT REQUEST|RELEASE FORM|REPAIR ORDER|REPLY REQUESTED|REPORT OF FINDINGS|REQUEST FOR PROPOSAL
REQUEST FOR QUOTATION|REQUEST FOR SAMPLES|RESEARCH PLAN|RESEARCH PROPOSAL|RETAIL AUDIT|RETURN AUTHORIZATION|REVIEW SHEET|ROYALTY STATEMENT|SALES CALL REPORT
SAMPLE REQUEST|SCHEDULE CHANGE|SHIPPING ORDER|SHIPPING INSTRUCTIONS|SITE VISIT REPORT|SPEAKER INFORMATION|SPECIAL EVENT REPORT|SPECIFICATION SHEET
STANDING ORDER|STATUS SUMMARY|STOCK REQUEST|STORAGE RECORD|SUBSCRIPTION ORDER|SUPPLY REQUISITION|SURVEY RESULTS|SYSTEM CHANGE REQUEST|TELEPHONE SURVEY
TEST SUMMARY|TIME REPORT|TOXICOLOGY STUDY SUMMARY|TRAFFIC ORDER|TRANSFER REQUEST|TRAVEL AUTHORIZATION|TRAVEL ITINERARY|TRIAL SUMMARY|VENDOR EVALUATION
VISITOR RECORD|VOID REPORT|VOUCHER|WEEKLY REPORT|WIRE ORDER|WITNESS LIST|WORK REQUEST|YEAR-END SUMMARY"""

SECTIONS = """ACCOUNT ACCEPTANCE|ACTION ITEMS|ADDITIONAL INFORMATION|Administrative Approvals|ADVERTISING SUPPORT|Analysis|APPROVED FOR PAYMENT
Attendance|BASIC DATA|BILLING|Budget Summary|BUYING INFORMATION|CHAIN STORES|CHANGES|COMMENTS FROM THE FIELD|COMMUNICATION|COMPARISON|CONDITIONS
CONTACTS|COPY POINTS|COST BREAKDOWN|COSTS|COVERAGE|CUSTOMER RESPONSE|DATA PROCESSING|DELIVERY INSTRUCTIONS|DEMOGRAPHICS|DEPARTMENT USE|Design
DIRECT ACCOUNTS|DISPLAYS|DISTRIBUTION ACHIEVED|EFFECTIVENESS|EQUIPMENT|ESTIMATED COSTS|Evaluation|EXCEPTIONS|EXPERIMENTAL|FIELD STAFF|FINANCIAL
FINDINGS|FOLLOW-UP|FOR ACCOUNTING USE|FOR CONTROL PURPOSES|FOR LABORATORY USE|FUNDING|HANDLING|HISTORY|IDENTIFICATION|IN-STORE|INDEPENDENT STORES
INTERVIEWING|INVENTORY|ITEMS REQUESTED|JUSTIFICATION|KEY DATES|LABORATORY|LOGISTICS|MACHINE SETTINGS|MANPOWER|MARKETING|MATERIALS|MATERIALS NEEDED
MEASUREMENTS|MEDIA|METHODOLOGY|MISCELLANEOUS|NEXT STEPS|OBSERVATIONS|OPERATIONS|ORDER INFORMATION|OTHER|OVERALL RATING|PACKAGE|PACKING|PARTICIPANTS
PAYMENT SCHEDULE|PERFORMANCE|PERSONNEL|PLAN|PRESENTATION|PRICING|PROCEDURE|PROCESSING|PRODUCT|PRODUCTION|PROGRAM|PROMOTION|PROPOSED|PUBLICITY
PURCHASING|QUALITY|QUANTITIES|QUESTIONS|RATES|REASON FOR REQUEST|RECEIVING|RECIPIENTS|REPORTS|REQUIREMENTS|RESEARCH|RESPONSIBILITIES|RESPONSE
RETAIL|REVIEW|ROUTING|SALES|SALES FORCE|SAMPLE|SCHEDULE|SCOPE|SHIP TO|SHIPPING|SITE|SPACE|SPECIAL EVENTS|STAFFING|STATUS|STEPS|STORAGE|STUDY DESIGN
SUBMITTED|SUMMARY OF COSTS|SUMMARY OF RESULTS|SUPPLIES|SUPPORT|SURVEY|TESTING|TIMETABLE|TO BE COMPLETED BY REQUESTER|TOTALS|TRADE|TRAVEL|TREATMENT
TYPE OF WORK|UNIT COSTS|USAGE|VEHICLE|VENDOR|VOLUME|WORK PLAN|WORK SCHEDULE"""

OPTIONS = """Above average|Accept|Accepted|Account|Active|Advertising|Agree|All|Amended|Annual|Applicable|As needed|As soon as possible|Attached|Average|B/W
Basic|Below average|Bid|Box|Branch|Bulk|Buyer|By hand|Call back|Called|Cancel|Cancelled|Carton|Chain|Change|Check enclosed|Circulate|City|Clear|Client
Closed|Coated|Comment|Commercial|Consumer|Contract|Control|Corporate|Correction|County|Daily|Day|Delete|Deferred|Deny|Desk|Direct|Disagree|Distributor
Draft|Each|Emergency|Evening|Exclusive|Existing|Expense|Extended|External|Federal|File|Filed|First class|Fixed|Follow up|For approval|For comment
For your files|For your information|Freight|Full|Government|Group|Hold|House|Immediate|In stock|Inactive|Increase|Independent|Indoor|Industrial
Initial|Install|Internal|Large|Lease|Legal|Letter|Light|Listed|Local|Long|Low|Magazine|Mail|Major|Management|Manual|Medium|Meeting|Member|Menu|Messenger
Minor|Modified|Moderate|Move|National|Negative|Network|New product|Newspaper|Night|Non-member|Normal|Note and return|Occasional|Off|On|On order|One time
Open|Other (specify)|Outdoor|Outside|Over|Overnight|Package|Paid|Partially|Pending|Per your request|Permanent file|Personal|Phone|Pick up|Plain|Positive
Prepaid|Print|Private|Product|Proposed|Public|Purchase|Radio|Read|Recommend|Recycled|Refund|Regional|Regular|Reject|Rental|Repair|Replace|Resale|Return
Revision|Rush|Satisfactory|Schedule|Second|See me|Severe|Short|Sign|Slight|Slow|Small|Sold|Solid|Special|State|Strongly agree|Supply|Television|Test
Third|Transfer|Trial|Under|Unknown|Unlisted|Unsatisfactory|Urgent|Usual|Variable|Verbal|Very good|Weekly|Wholesale|Will advise|Written"""

GROUPS = """Account type|Acceptance|Action|Approval status|Audience|Basis|Charge to|Classification of study|Clearance|Copies to|Cost basis|Customer reaction
Display location|Does this replace an existing item?|Effect on quality|Effort required|Fax urgency|Form of payment|Handling|How received|Impact
In stock?|Is this project|Item is|Kind of sample|Level|Location of display|Mailing class|Material is|Media type|New or revised|Order type|Origin|Outlet type
Overall evaluation|Packing|Payment terms|Please|Position|Product type|Project type|Quality|Reaction|Recommended|Region|Reply|Request is for|Request type
Response|Result|Return samples?|Schedule|Security|Send by|Source of sample|Store type|Study type|Submitted for|Supplied as|Test type|This is|Time of call
Transmit|Type of change|Type of contact|Type of mailing|Type of project|Type of request|Type of sample|Use|User group|Volume trend|Was it effective?"""

SMALL = """(OVER)|(check one)|(Please print)|(Specify)|(see reverse side)|(if any)|(attach copy)|(Use additional sheets)|(optional)|P. 01|P.02|001/003
002|PAGE 3|Page 1|Page 2 of 5|1 of 2|-3-|- 1 -|Form 20-A|FORM 1186|F-107|Rev. 1/79|REV. 11-83|(7/91)|Printed in USA|PRINTED IN U.S.A.|CC: File|cc: Central Files
Attachment 2|ATTACHMENT B|Exhibit 4|EXHIBIT|DRAFT|ORIGINAL|File Copy|White - Accounting|Yellow - File|Pink - Requester|RECEIVED|RECD|FAXED|COPY|APPROVED
ENTERED|POSTED|SECRET|PRIVATE|INTERNAL|LEGAL|PERSONAL|DO NOT WRITE IN THIS SPACE|FOR OFFICE USE|NOTE:|Note 1|*|**|* Estimate|** See attached
* Preliminary figures|(1) Includes freight|(a) Estimated|Source: Company records|NA = Not available|N = 200|x = out of stock|+ better / - worse
Approved as to form|Without prejudice|Member FDIC|Established 1889|a division of|an affiliate of|and Subsidiaries|Incorporated"""

SENTENCES = """Enter the number of the account in the space at the left.|Indicate by an X each item that was out of stock.|List each item separately.
Submit one copy to the section head by the end of the month.|Use a separate form for each location.|Describe in detail; attach drawings where available.
The material below was requested by your office.|Please call if you do not receive every page.|Please review the enclosed and return it with your comments.
Send all copies to the purchasing department for processing.|Original to be kept in the project file.|Signature required before work may begin.
This order is subject to the conditions printed on the back.|Prices are subject to change without notice.|Authority is requested to spend the amounts shown.
The following samples were taken from regular production.|No substitution may be made without approval in writing.|Type or print clearly.
The supplier agrees to hold the company harmless from any claim.|Figures are based on the latest available data.|Round to the nearest thousand dollars.
We are sending you a total of pages including this cover letter.|If there is a problem with this transmission please call the operator at once.
I hereby authorize the release of the information requested above.|The above is a correct statement of the services performed.|Use reverse side for remarks.
Read the instructions before completing this form.|Do not staple.|Check only those that apply.|Allow ten working days.|To be filled in by the originator.
To be completed by the field representative after each call.|Please answer every question; write none where none applies.|Retain for three years."""

FILLERS = """(see attached)|(to be advised)|(approx.)|approximately one week|two weeks after receipt|when available|N/A|None|See attached|Same|Same as above|As needed|To be determined|TBD|Unknown|Varies|Not applicable|See below|As above|All|Various|-0-|--|"|Pending
Immediately|ASAP|Open|Not yet known|Will advise|Yes - see attached|Attached|Not available|NA|n/a|none|X|-|0|Standard|Current|Same as control|No change|OK"""

STARTS = """I,|The undersigned,|This is to certify that|We hereby request that|Please reserve|Enclosed is a check for|Payable to|in the amount of|I wish to order
Send|Charge my account no.|We acknowledge receipt of|Ship by|on or before|Approved by|at a cost of|who represents|has been employed by|since|I have read
The meeting will be held at|and will begin at|for the period from|to|No later than|a total of|Please enter my subscription for|hereby agrees to pay"""

ENDS = """pages.|dollars|copies|each|per month|of this year|only|in full|(including cover sheet)|percent|days|and returned|, as agreed.|tickets|years|units per case|mg.|mm"""

INDUSTRY = """mill|plant|laboratory|warehouse|dealer|retail|wholesale|catalog|tissue|yarn|resin|enamel|syrup|cereal|dairy|textile|lumber|freight|broadcast
campaign|premium|sweepstakes|sampling|audit|panel|tolerance|specimen|extract|residue|vapor|solvent|additive|coating|laminate|foil|film|board|bobbin|roller
dryer|conveyor|humidity|tensile|viscosity|assay|toxicity|exposure|litigation|testimony|subpoena|hearing|statute|ordinance|caucus|lobby|senate|appropriation"""
