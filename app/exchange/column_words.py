"""What headings of lists are called in practice, Dutch and English: words without accents, spaces or punctuation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SYNONYMS: Mapping[str, frozenset[str]] = MappingProxyType({
    name: frozenset(words.split())
    for name, words in {
        "key": "nummer nr id key sleutel externid externeid externalid klantnummer klantnr klantid deelnemernummer "
        "deelnemersnummer deelnemernr deelnemerid leerlingnummer leerlingnr leerlingid leerlingkey studentnummer "
        "studentnr cursistnummer cursistnr cursistid persoonsnummer personeelsnummer medewerkernummer lidnummer "
        "lidmaatschapsnummer pasnummer lenersnummer lenerspas lenerspasnummer administratienummer "
        "eigenadministratienummer registratienummer stamnummer number personid personnumber studentid "
        "studentnumber pupilid pupilnumber participantid participantnumber learnerid customernumber customerid "
        "membernumber memberid clientnumber sisid sourcedid",
        "given_name": "voornaam roepnaam voornamen givenname given firstname first forename forenames callname "
        "preferredname vnaam",
        "prefix": "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels tussenvoeg tv tussenv vv prefix nameprefix "
        "surnameprefix infix insertion familynameprefix lastnameprefix",
        "family_name": "achternaam familienaam geslachtsnaam anaam surname lastname last familyname family",
        "name": "naam volledigenaam helenaam deelnemer leerling cursist student naamdeelnemer naamleerling "
        "naamcursist naamstudent deelnemernaam leerlingnaam cursistnaam studentnaam naamvandedeelnemer "
        "naamvandeleerling name fullname wholename participant participantname pupil pupilname learner learnername "
        "studentname",
        "email": "email emailadres mail mailadres epost emailaddress mailaddress",
        "username": "gebruikersnaam gebruiker inlognaam loginnaam login logincode account accountnaam username user "
        "userid loginname accountname",
        "postcode": "postcode pc pc6 zip zipcode postalcode postcodenl",
        "groups": "groep groepen groepnaam groepsnaam groepcode stamgroep lesgroep lesgroepen klas klassen klasnaam "
        "cursus cursussen cursusnaam cursusgroep groepcursus group groups groupname class classes classname course "
        "courses homegroup tutorgroup",
        "coach": "begeleider begeleiders docent docenten leerkracht leerkrachten leraar lerares taalvrijwilliger "
        "vrijwilliger mentor coach coaches naambegeleider naamdocent naamleerkracht docentnaam begeleidernaam "
        "leerkrachtnaam teacher teachers tutor tutors instructor teachername coachname",
        "location": "locatie locaties vestiging vestigingen locatienaam vestigingnaam vestigingsnaam "
        "bibliotheekvestiging filiaal lesplaats leslocatie cursuslocatie location locationname branch site",
        "birth_date": "geboortedatum gebdatum gebdat geborenop birthdate birthday dateofbirth dob birthdateiso",
        "gender": "geslacht sekse mv mvx gender sex",
        "birth_year": "geboortejaar gebjaar jaarvangeboorte birthyear yearofbirth",
        "mother_tongue": "moedertaal nt1nt2 nt1ofnt2 nt2 mothertongue firstlanguage",
        "younger_than_16": "jongerdan16 jongerdan16jaar jongerdanzestien onder16 onder16jaar onderde16 "
        "youngerthan16 under16 below16",
        "role": "rol rollen functie role roles",
        "year_group": "jaargroep leerjaar yeargroup grade schoolyeargroup",
        "eckid": "eckid",
        "group_kind": "soortgroep kindofgroup",
        "group_year": "schooljaarvandegroep schoolyearofthegroup",
        "course_kind": "soortcursus cursussoort kindofcourse coursekind",
        "course_type": "typecursus cursustype typeofcourse coursetype",
    }.items()
})  # fmt: skip
"""Our field -> headings."""

FORBIDDEN = frozenset({
    "bsn", "burgerservicenummer", "sofi", "sofinummer", "sofinr", "onderwijsnummer", "persoonsgebondennummer", "pgn",
    "bsnnummer", "rijksregisternummer", "iban", "bank", "bankrekening", "bankrekeningnummer", "bankaccount",
    "rekening", "rekeningnummer", "accountnumber", "wachtwoord", "password", "pincode", "passwd",
    "citizenservicenumber", "nationalid", "socialsecuritynumber", "ssn", "paspoortnummer", "passportnumber",
    "idkaartnummer", "creditcard",
})  # fmt: skip
"""Headings of what is never read."""

SOMEONE_ELSE = frozenset({
    "ouder", "ouders", "verzorger", "verzorgers", "vader", "moeder", "contactpersoon", "noodcontact", "ice",
    "partner", "huisarts", "parent", "parents", "guardian", "father", "mother", "contact", "emergency", "oud", "oude",
    "vorig", "vorige", "old", "previous", "aantal", "number", "count", "datum", "date",
})  # fmt: skip
"""Words after which a heading is about somebody or something else ("E-mail ouder", "Groep vorig jaar")."""
