/**
 * The rules of a catalog. Each mistake stops the start with one message: the code, the rule, the value, the cure.
 */
import { demand } from './catalog-error.js'
import type { Filter } from './extensions/filter.js'
import type { ExtensionSchema } from './types/infer.js'
import { retries } from './status.js'
import { placeholders } from './template.js'
import { reservedMembers } from './definition.js'
import type { Definition, Retired } from './definition.js'
import type { CatalogOptions } from './types/catalog.js'

type Row = Readonly<Definition>

const fields = new Set([
  'status', 'title', 'description', 'guidance', 'causes', 'documentation', 'action', 'area', 'detail', 'extensions', 'type', 'retry',
  'retryAfter', 'headers', 'replaces', 'refines', 'fill', 'legacyCode', 'deprecated', 'examples'
])
const optionNames = new Set(['base', 'standardBase', 'challenge', 'include', 'retired', 'locales', 'languages', 'members', 'wire', 'captureStackTrace'])
const localeFields = new Set(['title', 'description', 'guidance', 'causes', 'detail'])

const codePattern = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/
const memberPattern = /^[A-Za-z][A-Za-z0-9_-]*$/
const actionPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const datePattern = /^\d{4}-\d{2}-\d{2}$/
const headerNamePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const headerValuePattern = /^[\t\x20-\x7e\x80-\xff]*$/
// RFC 3986 §2: what may stand in a URI reference, each '%' followed by two hex digits.
const uriPattern = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/
// Pages about HTTP in general, which only their owners may use as the identity of a problem type. The registry of problem
// types (RFC 9457 §4.2) is there to be used.
const foreignPages = /^https?:\/\/(?:www\.)?(?:httpstatus(?:es)?\.(?:es|com|io)|http\.cat|tools\.ietf\.org|datatracker\.ietf\.org|rfc-editor\.org|developer\.mozilla\.org|iana\.org(?!\/assignments\/http-problem-types#.))\//i

export function isHeader (name: string, value: unknown): boolean {
  return headerNamePattern.test(name) && typeof value === 'string' && headerValuePattern.test(value)
}

function checkLanguages (languages: unknown): void {
  demand(Array.isArray(languages), "The option 'languages'", "be a list, such as [de] of 'fastify-problem-json/languages/de'", languages)
  for (const language of languages as readonly unknown[]) {
    const parts = ['codes', 'sentences', 'phrases', 'types', 'labels']
    const isLanguage = isRecord(language) && typeof language['language'] === 'string' && parts.every((name) => isRecord(language[name]))
    demand(isLanguage, "An entry of 'languages'", `be { language, ${parts.join(', ')} }, such as de of 'fastify-problem-json/languages/de'`, language)
  }
}

export function checkOptions (options: CatalogOptions): void {
  demand(isRecord(options), 'The options of defineCatalog()', 'be an object', options)
  for (const name of Object.keys(options)) {
    demand(optionNames.has(name), 'An option of defineCatalog()', `be one of ${[...optionNames].join(', ')}`, name)
  }
  for (const name of ['base', 'standardBase'] as const) {
    const base = options[name]
    if (base !== undefined) checkBase(`The option '${name}'`, base)
  }
  const { challenge, captureStackTrace, include, languages, wire } = options
  if (challenge !== undefined) demand(isHeader('www-authenticate', challenge) && challenge !== '', "The option 'challenge'", 'be a value of WWW-Authenticate', challenge)
  if (captureStackTrace !== undefined) demand(typeof captureStackTrace === 'boolean', "The option 'captureStackTrace'", 'be a boolean', captureStackTrace)
  if (languages !== undefined) checkLanguages(languages)
  if (wire !== undefined) demand(Array.isArray(wire) && wire.every((text) => text === 'guidance'), "The option 'wire'", "be a list of 'guidance'", wire)
  if (include !== undefined) demand(Array.isArray(include), "The option 'include'", 'be a list of catalogs', include)
}

function checkBase (subject: string, base: unknown): void {
  demand(typeof base === 'string' && uriPattern.test(base), subject, 'be a URI, or a path that starts with "/"', base)
  demand(isAbsolute(base) || base.startsWith('/'), subject, ['be absolute or start with "/"', 'a relative one would mean another type under every address'], base)
  demand(/[/#:?=]$/.test(base), subject, ["end with '/', '#', ':' or '='", `write '${base}/'`], base)
  demand(!foreignPages.test(base), subject, ['be a URI of your own', 'that page is not yours, and its owner may change what it says'], base)
}

/** The rules of one row that need nothing but the row. */
export function checkRow (code: string, row: Row): void {
  demand(codePattern.test(code), 'A code', ['be UPPER_SNAKE_CASE', `write '${toCode(code)}'`], code)
  demand(isRecord(row), `The definition of '${code}'`, 'be an object', row)
  for (const field of Object.keys(row)) {
    demand(fields.has(field), `A field of '${code}'`, `be one of ${[...fields].join(', ')}`, field)
  }
  const { status, title, type, retry, retryAfter, action, headers, deprecated, refines, replaces, legacyCode } = row
  demand(status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599, `The status of '${code}'`, 'be an integer from 400 to 599', status)
  demand(typeof title === 'string' && title.trim() !== '', `The title of '${code}'`, 'be a text that is not empty', title)
  for (const field of ['description', 'guidance', 'area', 'legacyCode'] as const) {
    const value = row[field]
    if (value !== undefined) demand(typeof value === 'string' && value !== '', `The ${field} of '${code}'`, 'be a text that is not empty', value)
  }
  checkPageFields(code, row)
  if (legacyCode !== undefined) demand(legacyCode.trim() === legacyCode, `The legacyCode of '${code}'`, 'have no blanks around it', legacyCode)
  if (action !== undefined) demand(typeof action === 'string' && actionPattern.test(action), `The action of '${code}'`, "be one token such as 'fix-input'", action)
  if (type !== undefined) checkType(code, type)
  if (retry !== undefined) demand(retries.includes(retry), `The retry of '${code}'`, `be one of ${retries.join(', ')}`, retry)
  if (retryAfter !== undefined) demand(Number.isSafeInteger(retryAfter) && retryAfter >= 0, `The retryAfter of '${code}'`, 'be whole seconds, 0 or more', retryAfter)
  if (headers !== undefined) checkHeaders(code, headers, status)
  if (deprecated !== undefined) checkDeprecated(code, deprecated)
  demand(!(refines !== undefined && replaces !== undefined), `'${code}'`, ['either refine or replace a code', 'a code that replaces another is sent for it everywhere; one that refines, only on routes that declare it'], { refines, replaces })
  if (row.fill !== undefined) demand(typeof row.fill === 'function' && refines !== undefined, `'fill' of '${code}'`, 'be a function (request) => extensions, of a code that refines another', row.fill)
  for (const template of templatesOf(row)) {
    demand(typeof template === 'string' && template !== '', `The detail of '${code}'`, 'be a text, or a list of texts', template)
  }
}

const linkPattern = /^(?:https?:\/\/|\/(?!\/))[^\s<>"\\^`{|}]+$/

/** What the reference pages alone show. */
function checkPageFields (code: string, { causes, documentation }: Row): void {
  if (causes !== undefined) {
    const isList = Array.isArray(causes) && causes.every((cause) => typeof cause === 'string' && cause.trim() !== '')
    demand(isList, `The causes of '${code}'`, 'be a list of texts that are not empty', causes)
  }
  if (documentation !== undefined) {
    demand(typeof documentation === 'string' && linkPattern.test(documentation), `The documentation of '${code}'`, "be a URL that starts with 'https://', 'http://' or '/'", documentation)
  }
}

function checkType (code: string, type: unknown): void {
  const subject = `The type of '${code}'`
  demand(typeof type === 'string' && uriPattern.test(type), subject, 'be a URI (RFC 3986)', type)
  demand(isAbsolute(type) || type.startsWith('/'), subject, ['be absolute or start with "/"', 'a relative one would mean another type under every address'], type)
  demand(!foreignPages.test(type), subject, ['be a URI of your own', 'that page is not yours, and its owner may change what it says'], type)
}

function checkHeaders (code: string, headers: unknown, status: number): void {
  demand(isRecord(headers), `The headers of '${code}'`, 'be an object', headers)
  for (const [name, value] of Object.entries(headers)) {
    const subject = `The header '${name}' of '${code}'`
    demand(isHeader(name, value), subject, 'be a valid header (RFC 9110 §5)', value)
    demand(status === 426 || !upgradeHeaders.has(name.toLowerCase()), subject, ['be one that a problem may set', 'only a type with status 426 states an upgrade (RFC 9110 §15.5.22)'], value)
    demand(!framingHeaders.has(name.toLowerCase()), subject, ['be one that a problem may set', 'the server decides the framing, the media type and the connection'], value)
    demand(name.toLowerCase() !== 'connection' || /^upgrade$/i.test(value as string), subject, "be 'Upgrade'", value)
  }
}

/** They say how the message is framed, what its body is, or what becomes of the connection (RFC 9110 §7.6.1, §8; RFC 9112 §6). */
const framingHeaders = new Set([
  'transfer-encoding', 'trailer', 'content-encoding', 'content-type', 'content-length', 'content-range', 'keep-alive', 'te',
  'proxy-connection', 'http2-settings'
])
const upgradeHeaders = new Set(['upgrade', 'connection'])

function checkDeprecated (code: string, deprecated: unknown): void {
  const subject = `The deprecation of '${code}'`
  demand(isRecord(deprecated), subject, 'be { since, sunset?, replacedBy }', deprecated)
  const { since, sunset, replacedBy } = deprecated
  demand(typeof since === 'string' && since !== '', subject, "state the version it is deprecated 'since'", since)
  if (sunset !== undefined) demand(typeof sunset === 'string' && datePattern.test(sunset) && !Number.isNaN(Date.parse(sunset)), `The sunset of '${code}'`, 'be a day as YYYY-MM-DD', sunset)
  demand(typeof replacedBy === 'string' || replacedBy === null, subject, "name the code that it is 'replacedBy', or null for none", replacedBy)
}

/** The rules of an extension schema. `inherited` is what the replaced or refined types bring. */
export function checkExtensions (code: string, schema: ExtensionSchema, inherited: ExtensionSchema | undefined, isFilled: boolean): void {
  const { properties = {} } = schema
  demand(isRecord(properties), `'properties' of the extensions of '${code}'`, 'be an object', properties)
  for (const name of Object.keys(properties)) {
    checkMemberName(`An extension of '${code}'`, name)
    demand(!isRecord(inherited?.properties) || !Object.hasOwn(inherited.properties, name), `The extension '${name}' of '${code}'`, ['not be defined again', 'it is inherited from the code that this one refines or replaces'], name)
  }
  if (inherited !== undefined && !isFilled) checkOptional(code, schema, [])
}

export function checkMemberName (subject: string, name: string): void {
  demand(!(reservedMembers as readonly string[]).includes(name), subject, ['not be named like a member of the format', `those are ${reservedMembers.join(', ')}`], name)
  demand(memberPattern.test(name), subject, 'start with a letter and go on with letters, digits, _ or - (RFC 9457 §3.2)', name)
}

/** A type that is sent automatically has no value for members that nobody but the developer knows. */
export function checkOptional (code: string, { required = [] }: ExtensionSchema, known: readonly string[]): void {
  for (const name of required) {
    demand(known.includes(name), `The extension '${name}' of '${code}'`, ['be optional', 'a failure that is recognised automatically has no value for it, unless \'fill\' of a code that refines gives it'], 'a required one')
  }
}

export function checkPlaceholders (subject: string, templates: readonly string[], schema: ExtensionSchema | undefined): void {
  const members = Object.keys(schema?.properties ?? {})
  for (const name of placeholders(templates)) {
    demand(members.includes(name), `A placeholder in ${subject}`, members.length > 0 ? `be one of its extensions (${members.join(', ')})` : 'be an extension, and it has none', `{${name}}`)
  }
}

export function checkExamples (code: string, examples: readonly unknown[], filter: Filter): void {
  demand(Array.isArray(examples), `The examples of '${code}'`, 'be a list of extension members', examples)
  for (const example of examples) {
    demand(isRecord(example) && filter.fits(example), `An example of '${code}'`, 'fit its extension schema', example)
    const [extra] = Object.keys(example).filter((name) => !Object.hasOwn(filter.pick(example) as object, name))
    demand(extra === undefined, `An example of '${code}'`, 'hold only members that its schema lists', extra)
  }
}

export function checkRetired (retired: Readonly<Record<string, Retired>>): void {
  for (const [code, entry] of Object.entries(retired)) {
    demand(codePattern.test(code), 'A retired code', 'be UPPER_SNAKE_CASE', code)
    demand(isRecord(entry), `The retired code '${code}'`, 'be { since, status, type, replacedBy? }', entry)
    demand(typeof entry.since === 'string' && entry.since !== '', `The retired code '${code}'`, "state the version it is gone 'since'", entry.since)
    demand(Number.isInteger(entry.status), `The status of the retired code '${code}'`, 'be an integer', entry.status)
    demand(typeof entry.type === 'string', `The type of the retired code '${code}'`, 'be the URI that it had', entry.type)
  }
}

export function checkLocaleFields (tag: string, code: string, texts: unknown): void {
  demand(isRecord(texts), `The texts of '${code}' in '${tag}'`, 'be an object', texts)
  for (const field of Object.keys(texts)) {
    demand(localeFields.has(field), `A text of '${code}' in '${tag}'`, `be one of ${[...localeFields].join(', ')}`, field)
    for (const text of field === 'detail' || field === 'causes' ? [texts[field]].flat() : [texts[field]]) {
      demand(typeof text === 'string' && text.trim() !== '', `The ${field} of '${code}' in '${tag}'`, 'be a text that is not empty', text)
    }
  }
}

/** `UPPER_SNAKE_CASE` of any spelling. */
export function toCode (text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').toUpperCase()
}

export function templatesOf ({ detail }: Pick<Row, 'detail'>): readonly string[] {
  return detail === undefined ? [] : typeof detail === 'string' ? [detail] : detail
}

export function isAbsolute (uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)
}

function isRecord (value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
