/**
 * The rules of a row. Each mistake stops the start with one message: the code, the rule, the value, the cure.
 */
import { demand } from '../catalog-error.js'
import type { Definition } from '../definition.js'
import { retries } from '../status.js'
import { templatesOf } from '../texts/template.js'
import { checkUri, isHeader } from './value.js'
import { isRecord } from '../../json/record.js'
import { codePattern, toCode } from '../code.js'

type Row = Readonly<Definition>

const fields = new Set([
  'status', 'title', 'description', 'guidance', 'causes', 'documentation', 'action', 'area', 'detail', 'extensions',
  'type', 'retry', 'retryAfter', 'headers', 'replaces', 'refines', 'fill', 'legacyCode', 'deprecated', 'examples'
])
const actionPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const datePattern = /^\d{4}-\d{2}-\d{2}$/
const linkPattern = /^(?:https?:\/\/|\/(?!\/))[^\s<>"\\^`{|}]+$/

/** The rules of one row that need nothing but the row. */
export function checkRow (code: string, row: Row): void {
  const cure = toCode(code)
  demand(
    codePattern.test(code), 'A code',
    ['be UPPER_SNAKE_CASE', codePattern.test(cure) ? `write '${cure}'` : 'begin with a letter from A to Z'], code
  )
  demand(isRecord(row), `The definition of '${code}'`, 'be an object', row)
  for (const field of Object.keys(row)) {
    demand(fields.has(field), `A field of '${code}'`, `be one of ${[...fields].join(', ')}`, field)
  }
  const { status, title, type, retry, retryAfter, action, headers, deprecated, refines, replaces, legacyCode } = row
  demand(
    status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599, `The status of '${code}'`,
    'be an integer from 400 to 599', status
  )
  demand(
    typeof title === 'string' && title.trim() !== '', `The title of '${code}'`, 'be a text that is not empty', title
  )
  for (const field of ['description', 'guidance', 'area', 'legacyCode'] as const) {
    const value = row[field]
    if (value !== undefined) {
      demand(
        typeof value === 'string' && value !== '', `The ${field} of '${code}'`, 'be a text that is not empty', value
      )
    }
  }
  checkPageFields(code, row)
  if (legacyCode !== undefined) {
    demand(legacyCode.trim() === legacyCode, `The legacyCode of '${code}'`, 'have no blanks around it', legacyCode)
  }
  if (action !== undefined) {
    demand(
      typeof action === 'string' && actionPattern.test(action), `The action of '${code}'`,
      "be one token such as 'fix-input'", action
    )
  }
  if (type !== undefined) checkUri(`The type of '${code}'`, type, 'be a URI (RFC 3986)')
  if (retry !== undefined) {
    demand(retries.includes(retry), `The retry of '${code}'`, `be one of ${retries.join(', ')}`, retry)
  }
  if (retryAfter !== undefined) {
    demand(
      Number.isSafeInteger(retryAfter) && retryAfter >= 0, `The retryAfter of '${code}'`, 'be whole seconds, 0 or more',
      retryAfter
    )
  }
  if (headers !== undefined) checkHeaders(code, headers, status)
  if (deprecated !== undefined) checkDeprecated(code, deprecated)
  demand(
    !(refines !== undefined && replaces !== undefined),
    `'${code}'`,
    [
      'either refine or replace a code',
      'a code that replaces another is sent for it everywhere; one that refines, only on routes that declare it'
    ],
    { refines, replaces }
  )
  if (row.fill !== undefined) {
    demand(
      typeof row.fill === 'function' && refines !== undefined, `'fill' of '${code}'`,
      'be a function (request) => extensions, of a code that refines another', row.fill
    )
  }
  for (const template of templatesOf(row)) {
    demand(
      typeof template === 'string' && template !== '', `The detail of '${code}'`, 'be a text, or a list of texts',
      template
    )
  }
}

/** The fields that only the reference pages show. */
function checkPageFields (code: string, { causes, documentation }: Row): void {
  if (causes !== undefined) {
    const isList = Array.isArray(causes) && causes.every((cause) => typeof cause === 'string' && cause.trim() !== '')
    demand(isList, `The causes of '${code}'`, 'be a list of texts that are not empty', causes)
  }
  if (documentation !== undefined) {
    demand(
      typeof documentation === 'string' && linkPattern.test(documentation),
      `The documentation of '${code}'`,
      "be a URL that starts with 'https://', 'http://' or '/'",
      documentation
    )
  }
}

function checkHeaders (code: string, headers: unknown, status: number): void {
  demand(isRecord(headers), `The headers of '${code}'`, 'be an object', headers)
  for (const [name, value] of Object.entries(headers)) {
    const subject = `The header '${name}' of '${code}'`
    demand(isHeader(name, value), subject, 'be a valid header (RFC 9110 §5)', value)
    demand(
      status === 426 || !upgradeHeaders.has(name.toLowerCase()), subject,
      ['be one that a problem may set', 'only a type with status 426 states an upgrade (RFC 9110 §15.5.22)'], value
    )
    demand(
      !framingHeaders.has(name.toLowerCase()), subject,
      ['be one that a problem may set', 'the server decides the framing, the media type and the connection'], value
    )
    demand(name.toLowerCase() !== 'connection' || /^upgrade$/i.test(value as string), subject, "be 'Upgrade'", value)
  }
}

/**
 * They frame the message, describe its body, or control the connection (RFC 9110 §7.6.1, §8; RFC 9112 §6).
 */
const framingHeaders = new Set([
  'transfer-encoding', 'trailer', 'content-encoding', 'content-type', 'content-length', 'content-range', 'keep-alive',
  'te', 'proxy-connection', 'http2-settings'
])
const upgradeHeaders = new Set(['upgrade', 'connection'])

function checkDeprecated (code: string, deprecated: unknown): void {
  const subject = `The deprecation of '${code}'`
  demand(isRecord(deprecated), subject, 'be { since, sunset?, replacedBy }', deprecated)
  const { since, sunset, replacedBy } = deprecated
  demand(typeof since === 'string' && since !== '', subject, "state in 'since' the version that deprecated it", since)
  if (sunset !== undefined) {
    demand(
      typeof sunset === 'string' && datePattern.test(sunset) && !Number.isNaN(Date.parse(sunset)),
      `The sunset of '${code}'`, 'be a day as YYYY-MM-DD', sunset
    )
  }
  demand(
    typeof replacedBy === 'string' || replacedBy === null, subject,
    "name in 'replacedBy' the code to use instead, or null for none", replacedBy
  )
}
