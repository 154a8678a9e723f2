/**
 * Dutch: the texts of the standard codes and of validation errors, and the words of the reference pages.
 */
import type { LanguageTexts } from '../catalog/texts/language-texts.js'
import { dutch } from '../reference/labels/nl.js'

const waitAndRetry = 'Wacht zo lang als `Retry-After` aangeeft en herhaal dan het verzoek.'
const waitAndRepeatSafely =
  'Wacht zo lang als `Retry-After` aangeeft en herhaal dan het verzoek als dat geen kwaad kan.'
const repeatSafely = 'Herhaal het verzoek als dat geen kwaad kan; meld anders dat het resultaat onbekend is.'

/**
 * @example
 * defineCatalog({ … }, { languages: [nl] })
 */
export const nl: LanguageTexts = {
  language: 'nl',
  labels: dutch,
  codes: {
    BAD_REQUEST: {
      title: 'Onjuist verzoek',
      detail: 'Het verzoek kan in deze vorm niet worden verwerkt.'
    },
    VALIDATION_ERROR: {
      title: 'Validatie mislukt',
      description: 'Een deel van het verzoek heeft niet de vorm die de operatie vraagt.',
      guidance: 'Toon elk onderdeel van `errors` bij het bijbehorende veld en laat het corrigeren.',
      detail: 'Het verzoek heeft niet de vorm die deze operatie verwacht.'
    },
    INVALID_REQUEST: {
      title: 'Ongeldig verzoek',
      description: 'Het verzoek is niet leesbaar: de body, de URL of de opbouw van het bericht is onjuist.',
      detail: 'Het verzoek is onjuist opgebouwd en kan niet worden gelezen.'
    },
    UNAUTHORIZED: {
      title: 'Niet aangemeld',
      description: 'Inloggegevens ontbreken, zijn verlopen of zijn ongeldig.',
      guidance: 'Log in en herhaal dan het verzoek.',
      detail: 'Voor dit verzoek zijn geldige inloggegevens nodig.'
    },
    PAYMENT_REQUIRED: {
      title: 'Betaling vereist',
      detail: 'Voor dit verzoek is eerst een betaling nodig.'
    },
    FORBIDDEN: {
      title: 'Geen toegang',
      description: 'De aanroeper is bekend, maar heeft hiervoor geen toestemming.',
      detail: 'Dit verzoek is niet toegestaan.'
    },
    NOT_FOUND: {
      title: 'Niet gevonden',
      description: 'Op dit adres is niets, of de aanroeper mag het niet zien.',
      detail: [
        '{resource} {resourceId} is niet gevonden.',
        '{resource} is niet gevonden.',
        'Op dit adres is niets gevonden.'
      ]
    },
    METHOD_NOT_ALLOWED: {
      title: 'Methode niet toegestaan',
      description: 'Het adres bestaat, maar ondersteunt deze methode niet.',
      guidance: 'Gebruik een van de methoden in `allow`.',
      detail: 'Dit adres ondersteunt de methode van het verzoek niet.'
    },
    NOT_ACCEPTABLE: {
      title: 'Geen aanvaardbaar formaat',
      detail: 'De resource is niet beschikbaar in een formaat dat het verzoek accepteert.'
    },
    PROXY_AUTHENTICATION_REQUIRED: {
      title: 'Aanmelding bij de proxy vereist',
      detail: 'De proxy verlangt voor dit verzoek geldige inloggegevens.'
    },
    REQUEST_TIMEOUT: {
      title: 'Time-out van het verzoek',
      description: 'Het verzoek is niet op tijd volledig aangekomen.',
      detail: 'Het verzoek is niet op tijd volledig aangekomen.'
    },
    CONFLICT: {
      title: 'Conflict',
      description: 'Het verzoek is in strijd met de huidige toestand, zoals bij een waarde die uniek moet zijn.',
      detail: [
        '{resource} {resourceId} is in conflict met het verzoek.',
        '{resource} is in conflict met het verzoek.',
        'Het verzoek is in strijd met de huidige toestand van de resource.'
      ]
    },
    GONE: {
      title: 'Niet meer beschikbaar',
      detail: [
        '{resource} {resourceId} bestaat niet meer.',
        '{resource} bestaat niet meer.',
        'De resource is niet meer beschikbaar.'
      ]
    },
    LENGTH_REQUIRED: {
      title: 'Lengte vereist',
      detail: 'Dit verzoek heeft de header Content-Length nodig.'
    },
    PRECONDITION_FAILED: {
      title: 'Niet aan voorwaarde voldaan',
      detail: 'De huidige toestand van de resource voldoet niet aan een voorwaarde van het verzoek.'
    },
    PAYLOAD_TOO_LARGE: {
      title: 'Inhoud te groot',
      detail: 'De body van het verzoek is groter dan de dienst accepteert.'
    },
    URI_TOO_LONG: {
      title: 'Adres te lang',
      detail: 'Het adres van het verzoek is langer dan de dienst accepteert.'
    },
    UNSUPPORTED_MEDIA_TYPE: {
      title: 'Mediatype niet ondersteund',
      detail: 'De dienst accepteert het formaat van de body niet.'
    },
    RANGE_NOT_SATISFIABLE: {
      title: 'Bereik niet beschikbaar',
      detail: 'Het gevraagde bereik is niet beschikbaar.'
    },
    EXPECTATION_FAILED: {
      title: 'Niet aan verwachting voldaan',
      detail: 'De dienst kan niet voldoen aan de header Expect van het verzoek.'
    },
    MISDIRECTED_REQUEST: {
      title: 'Verkeerd gericht verzoek',
      detail: 'Deze server beantwoordt geen verzoeken voor dit adres.'
    },
    UNPROCESSABLE_CONTENT: {
      title: 'Inhoud niet verwerkbaar',
      detail: 'De inhoud van het verzoek is begrepen, maar kan niet worden verwerkt.'
    },
    LOCKED: {
      title: 'Vergrendeld',
      detail: 'De resource is op dit moment vergrendeld.'
    },
    FAILED_DEPENDENCY: {
      title: 'Vereist verzoek mislukt',
      detail: 'Een ander verzoek, waarvan dit afhangt, is mislukt.'
    },
    TOO_EARLY: {
      title: 'Te vroeg',
      detail: 'De dienst verwerkt dit verzoek pas als de verbinding volledig tot stand is gekomen.'
    },
    UPGRADE_REQUIRED: {
      title: 'Ander protocol vereist',
      detail: 'Voor dit verzoek is een ander protocol nodig.'
    },
    PRECONDITION_REQUIRED: {
      title: 'Voorwaarde vereist',
      guidance: 'Lees de resource en herhaal het verzoek dan met `If-Match` of `If-Unmodified-Since`.',
      detail: 'Herhaal het verzoek met de header If-Match of If-Unmodified-Since.'
    },
    RATE_LIMITED: {
      title: 'Te veel verzoeken',
      description:
        'De aanroeper heeft in deze periode meer verzoeken gestuurd dan is toegestaan. Er is niets uitgevoerd.',
      guidance: waitAndRetry,
      detail: 'Het toegestane aantal verzoeken is bereikt.'
    },
    REQUEST_HEADERS_TOO_LARGE: {
      title: 'Headers van het verzoek te groot',
      detail: 'De headers van het verzoek zijn groter dan de dienst accepteert.'
    },
    UNAVAILABLE_FOR_LEGAL_REASONS: {
      title: 'Om juridische redenen niet beschikbaar',
      detail: 'De resource is om juridische redenen niet beschikbaar.'
    },
    INTERNAL_ERROR: {
      title: 'Interne fout',
      description:
        'In de dienst is een fout opgetreden. De beheerders vinden de oorzaak in hun log, onder de waarde van ' +
        '`instance`.',
      guidance: repeatSafely,
      detail: 'De dienst kon het verzoek door een interne fout niet voltooien.'
    },
    DATABASE_ERROR: {
      title: 'Databasefout',
      description: 'De dienst kon zijn gegevens niet lezen of schrijven.',
      guidance: repeatSafely,
      detail: 'De dienst kon zijn gegevens niet lezen of schrijven.'
    },
    NOT_IMPLEMENTED: {
      title: 'Niet geïmplementeerd',
      detail: 'De dienst ondersteunt niet wat het verzoek vraagt.'
    },
    EXTERNAL_SERVICE_ERROR: {
      title: 'Fout van een externe dienst',
      description: 'Een dienst waarvan deze afhankelijk is, is uitgevallen of gaf een onbruikbaar antwoord.',
      guidance: repeatSafely,
      detail: 'Een dienst waarvan deze afhankelijk is, gaf geen bruikbaar antwoord.'
    },
    SERVICE_UNAVAILABLE: {
      title: 'Dienst niet beschikbaar',
      description: 'De dienst, of een dienst die hij nodig heeft, werkt op dit moment niet.',
      guidance: waitAndRepeatSafely,
      detail: 'De dienst kan het verzoek op dit moment niet behandelen.'
    },
    OVERLOADED: {
      title: 'Overbelast',
      description: 'De dienst is overbelast. Het verzoek is geweigerd voordat er iets is uitgevoerd.',
      guidance: waitAndRetry,
      detail: 'De dienst is volledig bezet en is niet aan dit verzoek begonnen.'
    },
    EXTERNAL_SERVICE_TIMEOUT: {
      title: 'Time-out van een externe dienst',
      description: 'Een dienst waarvan deze afhankelijk is, heeft niet op tijd geantwoord.',
      guidance: repeatSafely,
      detail: 'Een dienst waarvan deze afhankelijk is, heeft niet op tijd geantwoord.'
    },
    HTTP_VERSION_NOT_SUPPORTED: {
      title: 'HTTP-versie niet ondersteund',
      detail: 'De dienst ondersteunt de HTTP-versie van het verzoek niet.'
    },
    VARIANT_ALSO_NEGOTIATES: {
      title: 'Eindeloze onderhandeling',
      detail: 'De dienst kan door een configuratiefout geen vorm van de resource kiezen.'
    },
    INSUFFICIENT_STORAGE: {
      title: 'Onvoldoende opslagruimte',
      detail: 'De dienst heeft niet genoeg opslagruimte voor dit verzoek.'
    },
    LOOP_DETECTED: {
      title: 'Lus gedetecteerd',
      detail: 'De dienst heeft het verzoek afgebroken omdat het in een eindeloze lus raakte.'
    },
    NOT_EXTENDED: {
      title: 'Protocoluitbreiding ontbreekt',
      detail: 'De dienst vereist een uitbreiding van het protocol die het verzoek niet gebruikt.'
    },
    NETWORK_AUTHENTICATION_REQUIRED: {
      title: 'Aanmelding bij het netwerk vereist',
      detail: 'Het netwerk vraagt om aanmelding voordat het verzoeken doorlaat.'
    }
  },
  sentences: {
    'The URL is not validly percent-encoded.': 'De procentcodering van de URL is ongeldig.',
    'A part of the path is too long.': 'Een deel van het pad is te lang.',
    'The state of the authorization is missing or wrong.': 'De state van de autorisatie ontbreekt of is onjuist.',
    'The body is not valid JSON.': 'De body is geen geldige JSON.',
    'The body is empty, although its content type is JSON.': 'De body is leeg, terwijl het inhoudstype JSON is.',
    'The length of the body is not the one that Content-Length states.':
      'De lengte van de body komt niet overeen met Content-Length.',
    'The body is larger than this operation takes.': 'De body is groter dan deze operatie accepteert.',
    'The content type of the body is missing, malformed or not supported.':
      'Het inhoudstype van de body ontbreekt, is onjuist of wordt niet ondersteund.',
    'The request states no content type.': 'Het verzoek vermeldt geen inhoudstype.',
    'The request has no body.': 'Het verzoek heeft geen body.',
    'The body cannot be decompressed.': 'De body kan niet worden gedecomprimeerd.',
    'The CSRF secret is missing.': 'Het CSRF-geheim ontbreekt.',
    'The CSRF token is missing or invalid.': 'Het CSRF-token ontbreekt of is ongeldig.',
    'The multipart body is incomplete or malformed.': 'De multipart-body is onvolledig of onjuist opgebouwd.',
    'A file is larger than this operation takes.': 'Een bestand is groter dan deze operatie accepteert.',
    'The body has more parts than this operation takes.': 'De body heeft meer delen dan deze operatie accepteert.',
    'The body has more files than this operation takes.': 'De body bevat meer bestanden dan deze operatie accepteert.',
    'The body has more fields than this operation takes.': 'De body heeft meer velden dan deze operatie accepteert.',
    'The body is not multipart.': 'De body heeft geen multipart-formaat.',
    'A field says that it is JSON, and is not.': 'Een veld is als JSON aangegeven, maar is dat niet.',
    'A field has a name that is not allowed.': 'Een veld heeft een naam die niet is toegestaan.',
    'The encoding of the body is not supported.': 'De codering van de body wordt niet ondersteund.',
    'The content type of the body states no boundary.': 'Het inhoudstype van de body vermeldt geen boundary.',
    'The form that was sent is incomplete or malformed.': 'Het verzonden formulier is onvolledig of onjuist opgebouwd.',
    'The body is larger than this operation takes, or has more parts.':
      'De body is groter of heeft meer delen dan deze operatie accepteert.',
    'The signature of the request is missing or wrong.': 'De handtekening van het verzoek ontbreekt of is onjuist.',
    'The query has more parts, or is nested deeper, than this service reads.':
      'De query heeft meer delen of is dieper genest dan de dienst accepteert.',
    'The query is not valid GraphQL.': 'De query is geen geldige GraphQL.',
    'The authorization was refused.': 'De autorisatie is geweigerd.',
    'The authorization failed.': 'De autorisatie is mislukt.'
  },
  types: {
    string: 'een tekst',
    number: 'een getal',
    integer: 'een geheel getal',
    boolean: 'een boolean',
    object: 'een object',
    array: 'een lijst',
    date: 'een datum'
  },
  phrases: {
    required: 'is verplicht',
    type: 'moet {names} zijn',
    wrongType: 'heeft het verkeerde type',
    format: 'moet het formaat {text} hebben',
    wrongFormat: 'heeft het verkeerde formaat',
    value: 'moet {text} zijn',
    values: 'moet een van deze waarden zijn: {text}',
    allowedValues: 'moet een van de toegestane waarden zijn',
    minimum: 'moet minstens {number} zijn',
    exclusiveMinimum: 'moet groter zijn dan {number}',
    tooSmall: 'is te klein',
    maximum: 'mag hoogstens {number} zijn',
    exclusiveMaximum: 'moet kleiner zijn dan {number}',
    tooLarge: 'is te groot',
    minLength: { one: 'moet minstens {number} teken hebben', other: 'moet minstens {number} tekens hebben' },
    tooShort: 'is te kort',
    maxLength: { one: 'mag hoogstens {number} teken hebben', other: 'mag hoogstens {number} tekens hebben' },
    tooLong: 'is te lang',
    minItems: { one: 'moet minstens {number} element hebben', other: 'moet minstens {number} elementen hebben' },
    tooFewItems: 'heeft te weinig elementen',
    maxItems: { one: 'mag hoogstens {number} element hebben', other: 'mag hoogstens {number} elementen hebben' },
    tooManyItems: 'heeft te veel elementen',
    pattern: 'moet aan het voorgeschreven patroon voldoen',
    unknown: 'is niet toegestaan',
    invalid: 'is ongeldig',
    multipleOf: 'moet een veelvoud van {number} zijn',
    notMultiple: 'is geen toegestaan veelvoud',
    uniqueItems: 'mag geen dubbele elementen hebben',
    contains: 'moet een passend element bevatten',
    not: 'heeft een vorm die niet is toegestaan',
    oneForm: 'moet aan een van de toegestane vormen voldoen',
    exactlyOneForm: 'moet aan precies één van de toegestane vormen voldoen',
    condition: 'voldoet niet aan een voorwaarde van het schema',
    minMembers: { one: 'moet minstens {number} veld hebben', other: 'moet minstens {number} velden hebben' },
    tooFewMembers: 'heeft te weinig velden',
    maxMembers: { one: 'mag hoogstens {number} veld hebben', other: 'mag hoogstens {number} velden hebben' },
    tooManyMembers: 'heeft te veel velden',
    dependent: 'mist een veld dat een ander veld vereist'
  }
}
