/**
 * Spanish: the texts of the standard codes and of validation errors, and the words of the reference pages.
 */
import type { LanguageTexts } from '../catalog/texts/language-texts.js'
import { spanish } from '../reference/labels/es.js'

const waitAndRetry = 'Esperar el tiempo que indica `Retry-After` y repetir la solicitud.'
const waitAndRepeatSafely =
  'Esperar el tiempo que indica `Retry-After` y repetir la solicitud si no causa ningún daño.'
const repeatSafely =
  'Repetir la solicitud si no causa ningún daño; de lo contrario, avisar de que se desconoce el resultado.'

/**
 * @example
 * defineCatalog({ … }, { languages: [es] })
 */
export const es: LanguageTexts = {
  language: 'es',
  labels: spanish,
  codes: {
    BAD_REQUEST: {
      title: 'Solicitud incorrecta',
      detail: 'La solicitud no se puede procesar tal como se envió.'
    },
    VALIDATION_ERROR: {
      title: 'Error de validación',
      description: 'Una parte de la solicitud no tiene la forma que exige la operación.',
      guidance: 'Mostrar cada elemento de `errors` junto a su campo y permitir que se corrija.',
      detail: 'La solicitud no tiene la forma que espera esta operación.'
    },
    INVALID_REQUEST: {
      title: 'Solicitud no válida',
      description:
        'La solicitud no se puede leer: el cuerpo, la URL o la estructura del mensaje tienen errores de formato.',
      detail: 'La solicitud tiene un formato incorrecto y no se puede leer.'
    },
    UNAUTHORIZED: {
      title: 'Autenticación necesaria',
      description: 'Las credenciales faltan, han caducado o no son válidas.',
      guidance: 'Iniciar sesión y repetir la solicitud.',
      detail: 'Esta solicitud requiere credenciales válidas.'
    },
    PAYMENT_REQUIRED: {
      title: 'Pago necesario',
      detail: 'Esta solicitud requiere un pago previo.'
    },
    FORBIDDEN: {
      title: 'Acceso denegado',
      description: 'Quien llama está identificado, pero no tiene permiso para hacer esto.',
      detail: 'Esta solicitud no está permitida.'
    },
    NOT_FOUND: {
      title: 'No encontrado',
      description: 'No hay nada en esta dirección, o quien llama no tiene permiso para verlo.',
      detail: [
        'No se encontró {resource} {resourceId}.',
        'No se encontró {resource}.',
        'No se encontró nada en esta dirección.'
      ]
    },
    METHOD_NOT_ALLOWED: {
      title: 'Método no permitido',
      description: 'La dirección existe, pero no admite este método.',
      guidance: 'Usar uno de los métodos de `allow`.',
      detail: 'Esta dirección no admite el método de la solicitud.'
    },
    NOT_ACCEPTABLE: {
      title: 'Ningún formato aceptable',
      detail: 'El recurso no está disponible en ninguno de los formatos que acepta la solicitud.'
    },
    PROXY_AUTHENTICATION_REQUIRED: {
      title: 'Autenticación necesaria en el proxy',
      detail: 'El proxy requiere credenciales válidas para esta solicitud.'
    },
    REQUEST_TIMEOUT: {
      title: 'Tiempo de espera de la solicitud agotado',
      description: 'La solicitud no llegó completa a tiempo.',
      detail: 'La solicitud no llegó completa a tiempo.'
    },
    CONFLICT: {
      title: 'Conflicto',
      description: 'La solicitud contradice el estado actual, por ejemplo, un valor que debe ser único.',
      detail: [
        'La solicitud entra en conflicto con {resource} {resourceId}.',
        'La solicitud entra en conflicto con {resource}.',
        'La solicitud entra en conflicto con el estado actual del recurso.'
      ]
    },
    GONE: {
      title: 'Ya no disponible',
      detail: ['{resource} {resourceId} ya no existe.', '{resource} ya no existe.', 'El recurso ya no está disponible.']
    },
    LENGTH_REQUIRED: {
      title: 'Longitud necesaria',
      detail: 'Esta solicitud requiere la cabecera Content-Length.'
    },
    PRECONDITION_FAILED: {
      title: 'Condición previa no cumplida',
      detail: 'El estado actual del recurso no cumple una condición de la solicitud.'
    },
    PAYLOAD_TOO_LARGE: {
      title: 'Contenido demasiado grande',
      detail: 'El cuerpo de la solicitud supera el tamaño que acepta el servicio.'
    },
    URI_TOO_LONG: {
      title: 'Dirección demasiado larga',
      detail: 'La dirección de la solicitud supera la longitud que acepta el servicio.'
    },
    UNSUPPORTED_MEDIA_TYPE: {
      title: 'Tipo de contenido no admitido',
      detail: 'El servicio no acepta el formato del cuerpo de la solicitud.'
    },
    RANGE_NOT_SATISFIABLE: {
      title: 'Intervalo no disponible',
      detail: 'El intervalo solicitado no está disponible.'
    },
    EXPECTATION_FAILED: {
      title: 'Expectativa no cumplida',
      detail: 'El servicio no puede cumplir la cabecera Expect de la solicitud.'
    },
    MISDIRECTED_REQUEST: {
      title: 'Solicitud mal dirigida',
      detail: 'Este servidor no responde a solicitudes para esta dirección.'
    },
    UNPROCESSABLE_CONTENT: {
      title: 'Contenido no procesable',
      detail: 'El contenido de la solicitud se entiende, pero no se puede procesar.'
    },
    LOCKED: {
      title: 'Recurso bloqueado',
      detail: 'El recurso está bloqueado en este momento.'
    },
    FAILED_DEPENDENCY: {
      title: 'Error en una dependencia',
      detail: 'Falló otra solicitud de la que depende esta.'
    },
    TOO_EARLY: {
      title: 'Demasiado pronto',
      detail: 'El servicio no procesa esta solicitud hasta que la conexión esté completamente establecida.'
    },
    UPGRADE_REQUIRED: {
      title: 'Se necesita otro protocolo',
      detail: 'Esta solicitud requiere otro protocolo.'
    },
    PRECONDITION_REQUIRED: {
      title: 'Condición previa necesaria',
      guidance: 'Leer el recurso y repetir la solicitud con `If-Match` o `If-Unmodified-Since`.',
      detail: 'Esta solicitud requiere la cabecera If-Match o If-Unmodified-Since.'
    },
    RATE_LIMITED: {
      title: 'Demasiadas solicitudes',
      description: 'Quien llama envió más solicitudes de las permitidas en este período. No se ejecutó nada.',
      guidance: waitAndRetry,
      detail: 'Se alcanzó el límite de solicitudes.'
    },
    REQUEST_HEADERS_TOO_LARGE: {
      title: 'Cabeceras de la solicitud demasiado grandes',
      detail: 'Las cabeceras de la solicitud superan el tamaño que acepta el servicio.'
    },
    UNAVAILABLE_FOR_LEGAL_REASONS: {
      title: 'No disponible por motivos legales',
      detail: 'El recurso no está disponible por motivos legales.'
    },
    INTERNAL_ERROR: {
      title: 'Error interno',
      description:
        'Se produjo un error en el servicio. Sus operadores encuentran la causa en el registro, con el valor de ' +
        '`instance`.',
      guidance: repeatSafely,
      detail: 'El servicio no pudo completar la solicitud a causa de un error interno.'
    },
    DATABASE_ERROR: {
      title: 'Error de la base de datos',
      description: 'El servicio no pudo leer o escribir sus datos.',
      guidance: repeatSafely,
      detail: 'El servicio no pudo leer o escribir sus datos.'
    },
    NOT_IMPLEMENTED: {
      title: 'No implementado',
      detail: 'El servicio no admite lo que pide la solicitud.'
    },
    EXTERNAL_SERVICE_ERROR: {
      title: 'Error de un servicio externo',
      description: 'Otro servicio, del que este depende, falló o dio una respuesta que no se puede usar.',
      guidance: repeatSafely,
      detail: 'Otro servicio, del que este depende, no dio una respuesta utilizable.'
    },
    SERVICE_UNAVAILABLE: {
      title: 'Servicio no disponible',
      description: 'El servicio, u otro que este necesita, no puede funcionar en este momento.',
      guidance: waitAndRepeatSafely,
      detail: 'El servicio no puede atender la solicitud en este momento.'
    },
    OVERLOADED: {
      title: 'Servicio sobrecargado',
      description: 'El servicio está sobrecargado. La solicitud se rechazó antes de ejecutar nada.',
      guidance: waitAndRetry,
      detail: 'El servicio está al límite de su capacidad y no inició esta solicitud.'
    },
    EXTERNAL_SERVICE_TIMEOUT: {
      title: 'Tiempo de espera de un servicio externo agotado',
      description: 'Otro servicio, del que este depende, no respondió a tiempo.',
      guidance: repeatSafely,
      detail: 'Otro servicio, del que este depende, no respondió a tiempo.'
    },
    HTTP_VERSION_NOT_SUPPORTED: {
      title: 'Versión de HTTP no admitida',
      detail: 'El servicio no admite la versión de HTTP de la solicitud.'
    },
    VARIANT_ALSO_NEGOTIATES: {
      title: 'Negociación sin fin',
      detail: 'El servicio no puede elegir una forma del recurso por un error de configuración.'
    },
    INSUFFICIENT_STORAGE: {
      title: 'Almacenamiento insuficiente',
      detail: 'El servicio no tiene espacio de almacenamiento suficiente para esta solicitud.'
    },
    LOOP_DETECTED: {
      title: 'Bucle detectado',
      detail: 'El servicio interrumpió la solicitud porque entraba en un bucle sin fin.'
    },
    NOT_EXTENDED: {
      title: 'Falta una extensión del protocolo',
      detail: 'El servicio exige una extensión del protocolo que la solicitud no utiliza.'
    },
    NETWORK_AUTHENTICATION_REQUIRED: {
      title: 'Autenticación necesaria en la red',
      detail: 'La red exige iniciar sesión antes de dejar pasar solicitudes.'
    }
  },
  sentences: {
    'The URL is not validly percent-encoded.': 'La codificación por ciento de la URL no es válida.',
    'A part of the path is too long.': 'Una parte de la ruta es demasiado larga.',
    'The state of the authorization is missing or wrong.':
      'El estado (state) de la autorización falta o es incorrecto.',
    'The body is not valid JSON.': 'El cuerpo no es JSON válido.',
    'The body is empty, although its content type is JSON.':
      'El cuerpo está vacío, aunque su tipo de contenido es JSON.',
    'The length of the body is not the one that Content-Length states.':
      'La longitud del cuerpo no coincide con Content-Length.',
    'The body is larger than this operation takes.': 'El cuerpo supera el tamaño que acepta esta operación.',
    'The content type of the body is missing, malformed or not supported.':
      'El tipo de contenido del cuerpo falta, está mal formado o no se admite.',
    'The request states no content type.': 'La solicitud no indica ningún tipo de contenido.',
    'The request has no body.': 'La solicitud no tiene cuerpo.',
    'The body cannot be decompressed.': 'El cuerpo no se puede descomprimir.',
    'The CSRF secret is missing.': 'Falta el secreto CSRF.',
    'The CSRF token is missing or invalid.': 'El token CSRF falta o no es válido.',
    'The multipart body is incomplete or malformed.': 'El cuerpo multipart está incompleto o mal formado.',
    'A file is larger than this operation takes.': 'Un archivo supera el tamaño que acepta esta operación.',
    'The body has more parts than this operation takes.':
      'El cuerpo tiene más partes de las que acepta esta operación.',
    'The body has more files than this operation takes.':
      'El cuerpo tiene más archivos de los que acepta esta operación.',
    'The body has more fields than this operation takes.':
      'El cuerpo tiene más campos de los que acepta esta operación.',
    'The body is not multipart.': 'El cuerpo no tiene formato multipart.',
    'A field says that it is JSON, and is not.': 'Un campo se declara como JSON, pero no lo es.',
    'A field has a name that is not allowed.': 'Un campo tiene un nombre que no está permitido.',
    'The encoding of the body is not supported.': 'La codificación del cuerpo no se admite.',
    'The content type of the body states no boundary.': 'El tipo de contenido del cuerpo no indica ningún boundary.',
    'The form that was sent is incomplete or malformed.': 'El formulario enviado está incompleto o mal formado.',
    'The body is larger than this operation takes, or has more parts.':
      'El cuerpo supera el tamaño o el número de partes que acepta esta operación.',
    'The signature of the request is missing or wrong.': 'La firma de la solicitud falta o es incorrecta.',
    'The query has more parts, or is nested deeper, than this service reads.':
      'La consulta tiene más partes, o más niveles, de los que acepta el servicio.',
    'The query is not valid GraphQL.': 'La consulta no es GraphQL válido.',
    'The authorization was refused.': 'Se rechazó la autorización.',
    'The authorization failed.': 'Falló la autorización.'
  },
  types: {
    string: 'un texto',
    number: 'un número',
    integer: 'un número entero',
    boolean: 'un booleano',
    object: 'un objeto',
    array: 'una lista',
    date: 'una fecha'
  },
  phrases: {
    required: 'es obligatorio',
    type: 'debe ser {names}',
    wrongType: 'no tiene el tipo correcto',
    format: 'debe cumplir el formato {text}',
    wrongFormat: 'no tiene el formato correcto',
    value: 'debe ser {text}',
    values: 'debe ser uno de estos valores: {text}',
    allowedValues: 'debe ser uno de los valores permitidos',
    minimum: 'debe ser mayor o igual que {number}',
    exclusiveMinimum: 'debe ser mayor que {number}',
    tooSmall: 'es demasiado pequeño',
    maximum: 'debe ser menor o igual que {number}',
    exclusiveMaximum: 'debe ser menor que {number}',
    tooLarge: 'es demasiado grande',
    minLength: {
      one: 'debe tener al menos {number} carácter',
      many: 'debe tener al menos {number} de caracteres',
      other: 'debe tener al menos {number} caracteres'
    },
    tooShort: 'es demasiado corto',
    maxLength: {
      one: 'debe tener como máximo {number} carácter',
      many: 'debe tener como máximo {number} de caracteres',
      other: 'debe tener como máximo {number} caracteres'
    },
    tooLong: 'es demasiado largo',
    minItems: {
      one: 'debe tener al menos {number} elemento',
      many: 'debe tener al menos {number} de elementos',
      other: 'debe tener al menos {number} elementos'
    },
    tooFewItems: 'no tiene suficientes elementos',
    maxItems: {
      one: 'debe tener como máximo {number} elemento',
      many: 'debe tener como máximo {number} de elementos',
      other: 'debe tener como máximo {number} elementos'
    },
    tooManyItems: 'tiene demasiados elementos',
    pattern: 'debe cumplir el patrón establecido',
    unknown: 'no está permitido',
    invalid: 'no es válido',
    multipleOf: 'debe ser múltiplo de {number}',
    notMultiple: 'no es uno de los múltiplos permitidos',
    uniqueItems: 'no debe tener elementos repetidos',
    contains: 'debe contener un elemento que cumpla el esquema',
    not: 'tiene una forma que no está permitida',
    oneForm: 'debe cumplir una de las formas permitidas',
    exactlyOneForm: 'debe cumplir exactamente una de las formas permitidas',
    condition: 'no cumple una condición de su esquema',
    minMembers: {
      one: 'debe tener al menos {number} miembro',
      many: 'debe tener al menos {number} de miembros',
      other: 'debe tener al menos {number} miembros'
    },
    tooFewMembers: 'no tiene suficientes miembros',
    maxMembers: {
      one: 'debe tener como máximo {number} miembro',
      many: 'debe tener como máximo {number} de miembros',
      other: 'debe tener como máximo {number} miembros'
    },
    tooManyMembers: 'tiene demasiados miembros',
    dependent: 'no tiene un miembro que otro exige'
  }
}
