/**
 * French: the texts of the standard codes and of validation errors, and the words of the reference pages.
 */
import type { LanguageTexts } from '../catalog/texts/language-texts.js'
import { french } from '../reference/labels/fr.js'

const waitAndRetry = 'Attendre le délai indiqué par `Retry-After`, puis renvoyer la requête.'
const waitAndRepeatSafely =
  'Attendre le délai indiqué par `Retry-After`, puis renvoyer la requête si cela est sans risque.'
const repeatSafely = 'Renvoyer la requête si cela est sans risque\u202f; sinon, signaler que son résultat est inconnu.'

/**
 * @example
 * defineCatalog({ … }, { languages: [fr] })
 */
export const fr: LanguageTexts = {
  language: 'fr',
  labels: french,
  codes: {
    BAD_REQUEST: {
      title: 'Requête incorrecte',
      detail: 'La requête ne peut pas être traitée sous cette forme.'
    },
    VALIDATION_ERROR: {
      title: 'Échec de la validation',
      description: 'Une partie de la requête n’a pas la forme demandée par l’opération.',
      guidance: 'Afficher chaque élément de `errors` à côté de son champ et permettre de le corriger.',
      detail: 'La requête n’a pas la forme attendue par cette opération.'
    },
    INVALID_REQUEST: {
      title: 'Requête invalide',
      description: 'La requête est illisible\u00a0: son corps, son URL ou sa structure comporte une erreur.',
      detail: 'La requête est mal formée et ne peut pas être lue.'
    },
    UNAUTHORIZED: {
      title: 'Authentification requise',
      description: 'Les identifiants sont absents, expirés ou invalides.',
      guidance: 'S’authentifier, puis renvoyer la requête.',
      detail: 'Cette requête exige des identifiants valides.'
    },
    PAYMENT_REQUIRED: {
      title: 'Paiement requis',
      detail: 'Cette requête exige un paiement préalable.'
    },
    FORBIDDEN: {
      title: 'Accès refusé',
      description: 'L’appelant est connu, mais n’a pas le droit de faire cela.',
      detail: 'Cette requête n’est pas autorisée.'
    },
    NOT_FOUND: {
      title: 'Introuvable',
      description: 'Il n’y a rien à cette adresse, ou l’appelant n’a pas le droit de le voir.',
      detail: [
        '{resource} {resourceId} est introuvable.',
        '{resource} est introuvable.',
        'Rien n’a été trouvé à cette adresse.'
      ]
    },
    METHOD_NOT_ALLOWED: {
      title: 'Méthode non autorisée',
      description: 'L’adresse existe, mais ne prend pas en charge cette méthode.',
      guidance: 'Utiliser l’une des méthodes indiquées dans `allow`.',
      detail: 'Cette adresse ne prend pas en charge la méthode de la requête.'
    },
    NOT_ACCEPTABLE: {
      title: 'Aucun format acceptable',
      detail: 'La ressource n’est disponible dans aucun des formats acceptés par la requête.'
    },
    PROXY_AUTHENTICATION_REQUIRED: {
      title: 'Authentification requise par le proxy',
      detail: 'Le proxy exige des identifiants valides pour cette requête.'
    },
    REQUEST_TIMEOUT: {
      title: 'Délai de la requête dépassé',
      description: 'La requête n’est pas arrivée en entier dans le délai imparti.',
      detail: 'La requête n’est pas arrivée en entier dans le délai imparti.'
    },
    CONFLICT: {
      title: 'Conflit',
      description: 'La requête contredit l’état actuel, par exemple une valeur qui doit être unique.',
      detail: [
        '{resource} {resourceId} est en conflit avec la requête.',
        '{resource} est en conflit avec la requête.',
        'La requête est en conflit avec l’état actuel de la ressource.'
      ]
    },
    GONE: {
      title: 'Plus disponible',
      detail: [
        '{resource} {resourceId} n’existe plus.',
        '{resource} n’existe plus.',
        'La ressource n’est plus disponible.'
      ]
    },
    LENGTH_REQUIRED: {
      title: 'Longueur requise',
      detail: 'Cette requête exige un en-tête Content-Length.'
    },
    PRECONDITION_FAILED: {
      title: 'Précondition non remplie',
      detail: 'L’état actuel de la ressource ne remplit pas une condition de la requête.'
    },
    PAYLOAD_TOO_LARGE: {
      title: 'Contenu trop volumineux',
      detail: 'Le corps de la requête dépasse la taille acceptée par le service.'
    },
    URI_TOO_LONG: {
      title: 'Adresse trop longue',
      detail: 'L’adresse de la requête dépasse la longueur acceptée par le service.'
    },
    UNSUPPORTED_MEDIA_TYPE: {
      title: 'Type de média non pris en charge',
      detail: 'Le service n’accepte pas le format du corps de la requête.'
    },
    RANGE_NOT_SATISFIABLE: {
      title: 'Plage non disponible',
      detail: 'La plage demandée n’est pas disponible.'
    },
    EXPECTATION_FAILED: {
      title: 'Attente non satisfaite',
      detail: 'Le service ne peut pas satisfaire l’en-tête Expect de la requête.'
    },
    MISDIRECTED_REQUEST: {
      title: 'Requête mal dirigée',
      detail: 'Ce serveur ne répond pas aux requêtes destinées à cette adresse.'
    },
    UNPROCESSABLE_CONTENT: {
      title: 'Contenu impossible à traiter',
      detail: 'Le contenu de la requête a été compris, mais ne peut pas être traité.'
    },
    LOCKED: {
      title: 'Ressource verrouillée',
      detail: 'La ressource est actuellement verrouillée.'
    },
    FAILED_DEPENDENCY: {
      title: 'Échec d’une dépendance',
      detail: 'Une autre requête, dont celle-ci dépend, a échoué.'
    },
    TOO_EARLY: {
      title: 'Trop tôt',
      detail: 'Le service ne traite pas cette requête avant que la connexion soit entièrement établie.'
    },
    UPGRADE_REQUIRED: {
      title: 'Autre protocole requis',
      detail: 'Cette requête exige un autre protocole.'
    },
    PRECONDITION_REQUIRED: {
      title: 'Précondition requise',
      guidance: 'Lire la ressource, puis renvoyer la requête avec `If-Match` ou `If-Unmodified-Since`.',
      detail: 'Renvoyer la requête avec un en-tête If-Match ou If-Unmodified-Since.'
    },
    RATE_LIMITED: {
      title: 'Trop de requêtes',
      description: 'L’appelant a envoyé plus de requêtes que permis pendant cette période. Rien n’a été exécuté.',
      guidance: waitAndRetry,
      detail: 'La limite du nombre de requêtes est atteinte.'
    },
    REQUEST_HEADERS_TOO_LARGE: {
      title: 'En-têtes de la requête trop volumineux',
      detail: 'Les en-têtes de la requête dépassent la taille acceptée par le service.'
    },
    UNAVAILABLE_FOR_LEGAL_REASONS: {
      title: 'Indisponible pour des raisons juridiques',
      detail: 'La ressource n’est pas disponible pour des raisons juridiques.'
    },
    INTERNAL_ERROR: {
      title: 'Erreur interne',
      description:
        'Une erreur s’est produite dans le service. ' +
        'Les exploitants en trouvent la cause dans leur journal, sous la valeur de `instance`.',
      guidance: repeatSafely,
      detail: 'Le service n’a pas pu terminer la requête en raison d’une erreur interne.'
    },
    DATABASE_ERROR: {
      title: 'Erreur de base de données',
      description: 'Le service n’a pas pu lire ou écrire ses données.',
      guidance: repeatSafely,
      detail: 'Le service n’a pas pu lire ou écrire ses données.'
    },
    NOT_IMPLEMENTED: {
      title: 'Non implémenté',
      detail: 'Le service ne prend pas en charge ce que demande la requête.'
    },
    EXTERNAL_SERVICE_ERROR: {
      title: 'Erreur d’un service externe',
      description: 'Un service dont dépend celui-ci a échoué ou a donné une réponse inutilisable.',
      guidance: repeatSafely,
      detail: 'Un service dont dépend celui-ci n’a pas donné de réponse utilisable.'
    },
    SERVICE_UNAVAILABLE: {
      title: 'Service indisponible',
      description: 'Le service, ou un autre dont il a besoin, ne peut pas fonctionner pour le moment.',
      guidance: waitAndRepeatSafely,
      detail: 'Le service ne peut pas traiter la requête pour le moment.'
    },
    OVERLOADED: {
      title: 'Service surchargé',
      description: 'Le service est surchargé. La requête a été refusée avant toute exécution.',
      guidance: waitAndRetry,
      detail: 'Le service fonctionne à pleine capacité et n’a pas commencé cette requête.'
    },
    EXTERNAL_SERVICE_TIMEOUT: {
      title: 'Délai d’un service externe dépassé',
      description: 'Un service dont dépend celui-ci n’a pas répondu à temps.',
      guidance: repeatSafely,
      detail: 'Un service dont dépend celui-ci n’a pas répondu à temps.'
    },
    HTTP_VERSION_NOT_SUPPORTED: {
      title: 'Version de HTTP non prise en charge',
      detail: 'Le service ne prend pas en charge la version de HTTP de la requête.'
    },
    VARIANT_ALSO_NEGOTIATES: {
      title: 'Négociation sans fin',
      detail: 'Le service ne peut pas choisir une forme de la ressource, à cause d’une erreur de configuration.'
    },
    INSUFFICIENT_STORAGE: {
      title: 'Espace de stockage insuffisant',
      detail: 'Le service n’a pas assez d’espace de stockage pour cette requête.'
    },
    LOOP_DETECTED: {
      title: 'Boucle détectée',
      detail: 'Le service a interrompu la requête, car elle entrait dans une boucle sans fin.'
    },
    NOT_EXTENDED: {
      title: 'Extension du protocole manquante',
      detail: 'Le service exige une extension du protocole que la requête n’utilise pas.'
    },
    NETWORK_AUTHENTICATION_REQUIRED: {
      title: 'Authentification requise par le réseau',
      detail: 'Le réseau exige une authentification avant de laisser passer les requêtes.'
    }
  },
  sentences: {
    'The URL is not validly percent-encoded.': 'L’encodage-pourcent de l’URL n’est pas valide.',
    'A part of the path is too long.': 'Une partie du chemin est trop longue.',
    'The state of the authorization is missing or wrong.': 'L’état (state) de l’autorisation est absent ou incorrect.',
    'The body is not valid JSON.': 'Le corps n’est pas du JSON valide.',
    'The body is empty, although its content type is JSON.':
      'Le corps est vide, bien que son type de contenu soit JSON.',
    'The length of the body is not the one that Content-Length states.':
      'La longueur du corps ne correspond pas à Content-Length.',
    'The body is larger than this operation takes.': 'Le corps dépasse la taille acceptée par cette opération.',
    'The content type of the body is missing, malformed or not supported.':
      'Le type de contenu du corps est absent, mal formé ou non pris en charge.',
    'The request states no content type.': 'La requête n’indique pas de type de contenu.',
    'The request has no body.': 'La requête n’a pas de corps.',
    'The body cannot be decompressed.': 'Le corps ne peut pas être décompressé.',
    'The CSRF secret is missing.': 'Le secret CSRF est absent.',
    'The CSRF token is missing or invalid.': 'Le jeton CSRF est absent ou invalide.',
    'The multipart body is incomplete or malformed.': 'Le corps multipart est incomplet ou mal formé.',
    'A file is larger than this operation takes.': 'Un fichier dépasse la taille acceptée par cette opération.',
    'The body has more parts than this operation takes.':
      'Le corps contient plus de parties que n’en accepte cette opération.',
    'The body has more files than this operation takes.':
      'Le corps contient plus de fichiers que n’en accepte cette opération.',
    'The body has more fields than this operation takes.':
      'Le corps contient plus de champs que n’en accepte cette opération.',
    'The body is not multipart.': 'Le corps n’est pas au format multipart.',
    'A field says that it is JSON, and is not.': 'Un champ est déclaré comme JSON, mais n’en est pas.',
    'A field has a name that is not allowed.': 'Un champ porte un nom non autorisé.',
    'The encoding of the body is not supported.': 'L’encodage du corps n’est pas pris en charge.',
    'The content type of the body states no boundary.': 'Le type de contenu du corps n’indique pas de boundary.',
    'The form that was sent is incomplete or malformed.': 'Le formulaire envoyé est incomplet ou mal formé.',
    'The body is larger than this operation takes, or has more parts.':
      'Le corps dépasse la taille ou le nombre de parties acceptés par cette opération.',
    'The signature of the request is missing or wrong.': 'La signature de la requête est absente ou incorrecte.',
    'The query has more parts, or is nested deeper, than this service reads.':
      'La chaîne de requête contient plus de parties, ou plus de niveaux, que le service n’en accepte.',
    'The query is not valid GraphQL.': 'La requête n’est pas du GraphQL valide.',
    'The authorization was refused.': 'L’autorisation a été refusée.',
    'The authorization failed.': 'L’autorisation a échoué.'
  },
  types: {
    string: 'un texte',
    number: 'un nombre',
    integer: 'un nombre entier',
    boolean: 'un booléen',
    object: 'un objet',
    array: 'une liste',
    date: 'une date'
  },
  phrases: {
    required: 'est obligatoire',
    type: 'doit être {names}',
    wrongType: 'n’a pas le bon type',
    format: 'doit respecter le format {text}',
    wrongFormat: 'n’a pas le bon format',
    value: 'doit être {text}',
    values: 'doit être l’une de ces valeurs\u00a0: {text}',
    allowedValues: 'doit être l’une des valeurs autorisées',
    minimum: 'doit être supérieur ou égal à {number}',
    exclusiveMinimum: 'doit être supérieur à {number}',
    tooSmall: 'est trop petit',
    maximum: 'doit être inférieur ou égal à {number}',
    exclusiveMaximum: 'doit être inférieur à {number}',
    tooLarge: 'est trop grand',
    minLength: {
      one: 'doit comporter au moins {number} caractère',
      many: 'doit comporter au moins {number} de caractères',
      other: 'doit comporter au moins {number} caractères'
    },
    tooShort: 'est trop court',
    maxLength: {
      one: 'doit comporter au plus {number} caractère',
      many: 'doit comporter au plus {number} de caractères',
      other: 'doit comporter au plus {number} caractères'
    },
    tooLong: 'est trop long',
    minItems: {
      one: 'doit contenir au moins {number} élément',
      many: 'doit contenir au moins {number} d’éléments',
      other: 'doit contenir au moins {number} éléments'
    },
    tooFewItems: 'contient trop peu d’éléments',
    maxItems: {
      one: 'doit contenir au plus {number} élément',
      many: 'doit contenir au plus {number} d’éléments',
      other: 'doit contenir au plus {number} éléments'
    },
    tooManyItems: 'contient trop d’éléments',
    pattern: 'doit respecter le modèle imposé',
    unknown: 'n’est pas autorisé',
    invalid: 'n’est pas valide',
    multipleOf: 'doit être un multiple de {number}',
    notMultiple: 'n’est pas l’un des multiples autorisés',
    uniqueItems: 'ne doit pas contenir d’éléments en double',
    contains: 'doit contenir un élément qui convient',
    not: 'a une forme non autorisée',
    oneForm: 'doit respecter l’une des formes autorisées',
    exactlyOneForm: 'doit respecter exactement une des formes autorisées',
    condition: 'ne remplit pas une condition de son schéma',
    minMembers: {
      one: 'doit comporter au moins {number} membre',
      many: 'doit comporter au moins {number} de membres',
      other: 'doit comporter au moins {number} membres'
    },
    tooFewMembers: 'comporte trop peu de membres',
    maxMembers: {
      one: 'doit comporter au plus {number} membre',
      many: 'doit comporter au plus {number} de membres',
      other: 'doit comporter au plus {number} membres'
    },
    tooManyMembers: 'comporte trop de membres',
    dependent: 'ne comporte pas un membre exigé par un autre'
  }
}
