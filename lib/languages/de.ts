/**
 * German: the texts of the standard codes and of validation errors, and the words of the reference pages.
 */
import type { LanguageTexts } from '../catalog/texts/language-texts.js'
import { german } from '../reference/labels/de.js'

const waitAndRetry = 'Die in `Retry-After` angegebene Zeit abwarten und die Anfrage dann wiederholen.'
const waitAndRepeatSafely =
  'Die in `Retry-After` angegebene Zeit abwarten und die Anfrage dann wiederholen, wenn das keinen Schaden anrichtet.'
const repeatSafely =
  'Die Anfrage wiederholen, wenn das keinen Schaden anrichtet. Andernfalls mitteilen, dass ihr Ergebnis unbekannt ist.'

/**
 * @example
 * defineCatalog({ … }, { languages: [de] })
 */
export const de: LanguageTexts = {
  language: 'de',
  labels: german,
  codes: {
    BAD_REQUEST: {
      title: 'Fehlerhafte Anfrage',
      detail: 'Die Anfrage kann in dieser Form nicht verarbeitet werden.'
    },
    VALIDATION_ERROR: {
      title: 'Validierung fehlgeschlagen',
      description: 'Ein Teil der Anfrage hat nicht die Form, die diese Operation verlangt.',
      guidance: 'Jeden Eintrag von `errors` beim zugehörigen Feld anzeigen und die Eingabe korrigieren lassen.',
      detail: 'Die Anfrage hat nicht die Form, die diese Operation erwartet.'
    },
    INVALID_REQUEST: {
      title: 'Ungültige Anfrage',
      description: 'Die Anfrage ist nicht lesbar: Body, URL oder Aufbau der Nachricht sind fehlerhaft.',
      detail: 'Die Anfrage ist fehlerhaft aufgebaut und kann nicht gelesen werden.'
    },
    UNAUTHORIZED: {
      title: 'Nicht angemeldet',
      description: 'Anmeldedaten fehlen, sind abgelaufen oder ungültig.',
      guidance: 'Anmelden und die Anfrage dann wiederholen.',
      detail: 'Für diese Anfrage sind gültige Anmeldedaten erforderlich.'
    },
    PAYMENT_REQUIRED: {
      title: 'Zahlung erforderlich',
      detail: 'Für diese Anfrage ist zuerst eine Zahlung erforderlich.'
    },
    FORBIDDEN: {
      title: 'Zugriff verweigert',
      description: 'Der Aufrufer ist bekannt, ihm fehlt aber die Berechtigung.',
      detail: 'Diese Anfrage ist nicht erlaubt.'
    },
    NOT_FOUND: {
      title: 'Nicht gefunden',
      description: 'Unter dieser Adresse gibt es nichts, oder der Aufrufer darf es nicht sehen.',
      detail: [
        '{resource} {resourceId} wurde nicht gefunden.',
        '{resource} wurde nicht gefunden.',
        'Unter dieser Adresse wurde nichts gefunden.'
      ]
    },
    METHOD_NOT_ALLOWED: {
      title: 'Methode nicht erlaubt',
      description: 'Die Adresse existiert, unterstützt diese Methode aber nicht.',
      guidance: 'Eine der Methoden in `allow` verwenden.',
      detail: 'Diese Adresse unterstützt die Methode der Anfrage nicht.'
    },
    NOT_ACCEPTABLE: {
      title: 'Kein akzeptiertes Format',
      detail: 'Die Ressource ist in keinem der Formate verfügbar, die die Anfrage akzeptiert.'
    },
    PROXY_AUTHENTICATION_REQUIRED: {
      title: 'Anmeldung am Proxy erforderlich',
      detail: 'Der Proxy verlangt für diese Anfrage gültige Anmeldedaten.'
    },
    REQUEST_TIMEOUT: {
      title: 'Zeitüberschreitung der Anfrage',
      description: 'Die Anfrage ist nicht rechtzeitig vollständig eingetroffen.',
      detail: 'Die Anfrage ist nicht rechtzeitig vollständig eingetroffen.'
    },
    CONFLICT: {
      title: 'Konflikt',
      description: 'Die Anfrage widerspricht dem aktuellen Stand, etwa bei einem Wert, der eindeutig sein muss.',
      detail: [
        '{resource} {resourceId} steht im Konflikt mit der Anfrage.',
        '{resource} steht im Konflikt mit der Anfrage.',
        'Die Anfrage steht im Konflikt mit dem aktuellen Stand der Ressource.'
      ]
    },
    GONE: {
      title: 'Nicht mehr vorhanden',
      detail: [
        '{resource} {resourceId} ist nicht mehr vorhanden.',
        '{resource} ist nicht mehr vorhanden.',
        'Die Ressource ist nicht mehr vorhanden.'
      ]
    },
    LENGTH_REQUIRED: {
      title: 'Längenangabe erforderlich',
      detail: 'Diese Anfrage braucht den Header Content-Length.'
    },
    PRECONDITION_FAILED: {
      title: 'Vorbedingung nicht erfüllt',
      detail: 'Der aktuelle Stand der Ressource erfüllt eine Bedingung der Anfrage nicht.'
    },
    PAYLOAD_TOO_LARGE: {
      title: 'Anfrage zu groß',
      detail: 'Der Body der Anfrage ist größer, als der Dienst zulässt.'
    },
    URI_TOO_LONG: {
      title: 'Adresse zu lang',
      detail: 'Die Adresse der Anfrage ist länger, als der Dienst zulässt.'
    },
    UNSUPPORTED_MEDIA_TYPE: {
      title: 'Medientyp nicht unterstützt',
      detail: 'Der Dienst unterstützt das Format des Bodys nicht.'
    },
    RANGE_NOT_SATISFIABLE: {
      title: 'Bereich nicht verfügbar',
      detail: 'Der angeforderte Bereich ist nicht verfügbar.'
    },
    EXPECTATION_FAILED: {
      title: 'Erwartung nicht erfüllt',
      detail: 'Der Dienst kann den Header Expect der Anfrage nicht erfüllen.'
    },
    MISDIRECTED_REQUEST: {
      title: 'Fehlgeleitete Anfrage',
      detail: 'Dieser Server beantwortet keine Anfragen an diese Adresse.'
    },
    UNPROCESSABLE_CONTENT: {
      title: 'Inhalt nicht verarbeitbar',
      detail: 'Der Inhalt der Anfrage wurde verstanden, kann aber nicht verarbeitet werden.'
    },
    LOCKED: {
      title: 'Gesperrt',
      detail: 'Die Ressource ist zurzeit gesperrt.'
    },
    FAILED_DEPENDENCY: {
      title: 'Vorausgesetzte Anfrage fehlgeschlagen',
      detail: 'Eine andere Anfrage, von der diese abhängt, ist fehlgeschlagen.'
    },
    TOO_EARLY: {
      title: 'Zu früh',
      detail: 'Der Dienst verarbeitet diese Anfrage erst, wenn die Verbindung vollständig aufgebaut ist.'
    },
    UPGRADE_REQUIRED: {
      title: 'Anderes Protokoll erforderlich',
      detail: 'Diese Anfrage erfordert ein anderes Protokoll.'
    },
    PRECONDITION_REQUIRED: {
      title: 'Vorbedingung erforderlich',
      guidance: 'Die Ressource lesen und die Anfrage dann mit `If-Match` oder `If-Unmodified-Since` wiederholen.',
      detail: 'Die Anfrage mit dem Header If-Match oder If-Unmodified-Since wiederholen.'
    },
    RATE_LIMITED: {
      title: 'Zu viele Anfragen',
      description:
        'Der Aufrufer hat in diesem Zeitraum mehr Anfragen gesendet als erlaubt. Es wurde nichts ausgeführt.',
      guidance: waitAndRetry,
      detail: 'Die zulässige Zahl von Anfragen ist erreicht.'
    },
    REQUEST_HEADERS_TOO_LARGE: {
      title: 'Header der Anfrage zu groß',
      detail: 'Die Header der Anfrage sind größer, als der Dienst zulässt.'
    },
    UNAVAILABLE_FOR_LEGAL_REASONS: {
      title: 'Aus rechtlichen Gründen nicht verfügbar',
      detail: 'Die Ressource ist aus rechtlichen Gründen nicht verfügbar.'
    },
    INTERNAL_ERROR: {
      title: 'Interner Fehler',
      description:
        'Im Dienst ist ein Fehler aufgetreten. Die Ursache steht beim Betreiber im Log, unter dem Wert von `instance`.',
      guidance: repeatSafely,
      detail: 'Der Dienst konnte die Anfrage wegen eines internen Fehlers nicht abschließen.'
    },
    DATABASE_ERROR: {
      title: 'Datenbankfehler',
      description: 'Der Dienst konnte seine Daten nicht lesen oder schreiben.',
      guidance: repeatSafely,
      detail: 'Der Dienst konnte seine Daten nicht lesen oder schreiben.'
    },
    NOT_IMPLEMENTED: {
      title: 'Nicht implementiert',
      detail: 'Der Dienst unterstützt nicht, was die Anfrage verlangt.'
    },
    EXTERNAL_SERVICE_ERROR: {
      title: 'Fehler eines externen Dienstes',
      description:
        'Ein anderer Dienst, den dieser Dienst benötigt, ist ausgefallen oder hat keine brauchbare Antwort gegeben.',
      guidance: repeatSafely,
      detail: 'Ein anderer Dienst, den dieser Dienst benötigt, hat keine brauchbare Antwort gegeben.'
    },
    SERVICE_UNAVAILABLE: {
      title: 'Dienst nicht verfügbar',
      description: 'Der Dienst oder ein anderer, den er benötigt, ist zurzeit nicht verfügbar.',
      guidance: waitAndRepeatSafely,
      detail: 'Der Dienst kann die Anfrage zurzeit nicht bearbeiten.'
    },
    OVERLOADED: {
      title: 'Überlastet',
      description: 'Der Dienst ist überlastet. Die Anfrage wurde abgewiesen, bevor etwas ausgeführt wurde.',
      guidance: waitAndRetry,
      detail: 'Der Dienst ist ausgelastet und hat mit dieser Anfrage nicht begonnen.'
    },
    EXTERNAL_SERVICE_TIMEOUT: {
      title: 'Zeitüberschreitung eines externen Dienstes',
      description: 'Ein anderer Dienst, den dieser Dienst benötigt, hat nicht rechtzeitig geantwortet.',
      guidance: repeatSafely,
      detail: 'Ein anderer Dienst, den dieser Dienst benötigt, hat nicht rechtzeitig geantwortet.'
    },
    HTTP_VERSION_NOT_SUPPORTED: {
      title: 'HTTP-Version nicht unterstützt',
      detail: 'Der Dienst unterstützt die HTTP-Version der Anfrage nicht.'
    },
    VARIANT_ALSO_NEGOTIATES: {
      title: 'Endlose Aushandlung',
      detail: 'Der Dienst kann wegen eines Konfigurationsfehlers keine Form der Ressource auswählen.'
    },
    INSUFFICIENT_STORAGE: {
      title: 'Nicht genug Speicherplatz',
      detail: 'Der Dienst hat nicht genug Speicherplatz für diese Anfrage.'
    },
    LOOP_DETECTED: {
      title: 'Endlosschleife erkannt',
      detail: 'Der Dienst hat die Anfrage abgebrochen, weil sie in eine Endlosschleife geraten ist.'
    },
    NOT_EXTENDED: {
      title: 'Protokollerweiterung fehlt',
      detail: 'Der Dienst verlangt eine Erweiterung des Protokolls, die die Anfrage nicht nutzt.'
    },
    NETWORK_AUTHENTICATION_REQUIRED: {
      title: 'Anmeldung am Netz erforderlich',
      detail: 'Das Netz verlangt eine Anmeldung, bevor es Anfragen durchlässt.'
    }
  },
  sentences: {
    'The URL is not validly percent-encoded.': 'Die Prozentkodierung der URL ist ungültig.',
    'A part of the path is too long.': 'Ein Teil des Pfads ist zu lang.',
    'The state of the authorization is missing or wrong.':
      'Der Zustand (state) der Autorisierung fehlt oder ist falsch.',
    'The body is not valid JSON.': 'Der Body ist kein gültiges JSON.',
    'The body is empty, although its content type is JSON.':
      'Der Body ist leer, obwohl als Inhaltstyp JSON angegeben ist.',
    'The length of the body is not the one that Content-Length states.':
      'Die Länge des Bodys stimmt nicht mit Content-Length überein.',
    'The body is larger than this operation takes.': 'Der Body ist größer, als diese Operation zulässt.',
    'The content type of the body is missing, malformed or not supported.':
      'Der Inhaltstyp des Bodys fehlt, ist fehlerhaft oder wird nicht unterstützt.',
    'The request states no content type.': 'Die Anfrage gibt keinen Inhaltstyp an.',
    'The request has no body.': 'Die Anfrage hat keinen Body.',
    'The body cannot be decompressed.': 'Der Body kann nicht dekomprimiert werden.',
    'The CSRF secret is missing.': 'Das CSRF-Geheimnis fehlt.',
    'The CSRF token is missing or invalid.': 'Das CSRF-Token fehlt oder ist ungültig.',
    'The multipart body is incomplete or malformed.': 'Der Multipart-Body ist unvollständig oder fehlerhaft.',
    'A file is larger than this operation takes.': 'Eine Datei ist größer, als diese Operation zulässt.',
    'The body has more parts than this operation takes.': 'Der Body hat mehr Teile, als diese Operation zulässt.',
    'The body has more files than this operation takes.': 'Der Body enthält mehr Dateien, als diese Operation zulässt.',
    'The body has more fields than this operation takes.': 'Der Body hat mehr Felder, als diese Operation zulässt.',
    'The body is not multipart.': 'Der Body ist nicht im Multipart-Format.',
    'A field says that it is JSON, and is not.': 'Ein Feld ist als JSON angegeben, enthält aber keines.',
    'A field has a name that is not allowed.': 'Ein Feld hat einen unzulässigen Namen.',
    'The encoding of the body is not supported.': 'Die Kodierung des Bodys wird nicht unterstützt.',
    'The content type of the body states no boundary.': 'Im Inhaltstyp des Bodys fehlt die Angabe boundary.',
    'The form that was sent is incomplete or malformed.': 'Das gesendete Formular ist unvollständig oder fehlerhaft.',
    'The body is larger than this operation takes, or has more parts.':
      'Der Body ist größer oder hat mehr Teile, als diese Operation zulässt.',
    'The signature of the request is missing or wrong.': 'Die Signatur der Anfrage fehlt oder ist falsch.',
    'The query has more parts, or is nested deeper, than this service reads.':
      'Die Abfrage hat mehr Teile oder ist tiefer verschachtelt, als der Dienst verarbeitet.',
    'The query is not valid GraphQL.': 'Die Abfrage ist kein gültiges GraphQL.',
    'The authorization was refused.': 'Die Autorisierung wurde abgelehnt.',
    'The authorization failed.': 'Die Autorisierung ist fehlgeschlagen.'
  },
  types: {
    string: 'ein Text',
    number: 'eine Zahl',
    integer: 'eine ganze Zahl',
    boolean: 'ein Wahrheitswert',
    object: 'ein Objekt',
    array: 'eine Liste',
    date: 'ein Datum'
  },
  phrases: {
    required: 'ist erforderlich',
    type: 'muss {names} sein',
    wrongType: 'hat den falschen Typ',
    format: 'muss dem Format {text} entsprechen',
    wrongFormat: 'hat das falsche Format',
    value: 'muss {text} sein',
    values: 'muss einer dieser Werte sein: {text}',
    allowedValues: 'muss einer der zulässigen Werte sein',
    minimum: 'muss mindestens {number} sein',
    exclusiveMinimum: 'muss größer als {number} sein',
    tooSmall: 'ist zu klein',
    maximum: 'darf höchstens {number} sein',
    exclusiveMaximum: 'muss kleiner als {number} sein',
    tooLarge: 'ist zu groß',
    minLength: 'muss mindestens {number} Zeichen haben',
    tooShort: 'ist zu kurz',
    maxLength: 'darf höchstens {number} Zeichen haben',
    tooLong: 'ist zu lang',
    minItems: { one: 'muss mindestens {number} Element haben', other: 'muss mindestens {number} Elemente haben' },
    tooFewItems: 'hat zu wenige Elemente',
    maxItems: { one: 'darf höchstens {number} Element haben', other: 'darf höchstens {number} Elemente haben' },
    tooManyItems: 'hat zu viele Elemente',
    pattern: 'muss dem vorgegebenen Muster entsprechen',
    unknown: 'ist nicht erlaubt',
    invalid: 'ist ungültig',
    multipleOf: 'muss ein Vielfaches von {number} sein',
    notMultiple: 'ist keines der zulässigen Vielfachen',
    uniqueItems: 'darf keine doppelten Elemente haben',
    contains: 'muss ein passendes Element enthalten',
    not: 'hat eine unzulässige Form',
    oneForm: 'muss einer der zulässigen Formen entsprechen',
    exactlyOneForm: 'muss genau einer der zulässigen Formen entsprechen',
    condition: 'erfüllt eine Bedingung des Schemas nicht',
    minMembers: { one: 'muss mindestens {number} Feld haben', other: 'muss mindestens {number} Felder haben' },
    tooFewMembers: 'hat zu wenige Felder',
    maxMembers: { one: 'darf höchstens {number} Feld haben', other: 'darf höchstens {number} Felder haben' },
    tooManyMembers: 'hat zu viele Felder',
    dependent: 'enthält ein Feld nicht, das ein anderes voraussetzt'
  }
}
