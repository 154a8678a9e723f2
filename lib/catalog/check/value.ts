/**
 * Checks of values that several rules of a catalog share.
 */
import { anyOf } from '../../json/any-of.js'
import { demand } from '../catalog-error.js'

const headerNamePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const headerValuePattern = /^[\t\x20-\x7e\x80-\xff]*$/
// RFC 3986 §2: the characters of a URI reference, each '%' followed by two hex digits.
const uriPattern = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/
// Pages about HTTP in general, which only their owners may use as the identity of a problem type. The registry of
// problem types (RFC 9457 §4.2) is open to all.
const foreignHosts = anyOf(
  /httpstatus(?:es)?\.(?:es|com|io)|http\.cat|tools\.ietf\.org|datatracker\.ietf\.org|rfc-editor\.org/i,
  /developer\.mozilla\.org|iana\.org(?!\/assignments\/http-problem-types#.)/i
)
const foreignPages = new RegExp(`^https?://(?:www\\.)?(?:${foreignHosts.source})/`, 'i')

export function isHeader (name: string, value: unknown): boolean {
  return headerNamePattern.test(name) && typeof value === 'string' && headerValuePattern.test(value)
}

/** @throws {CatalogError} for what cannot identify a problem type (RFC 9457 §3.1.1) */
export function checkUri (subject: string, uri: unknown, rule: string): asserts uri is string {
  demand(typeof uri === 'string' && uriPattern.test(uri), subject, rule, uri)
  demand(
    isAbsolute(uri) || uri.startsWith('/'), subject,
    ['be absolute or start with "/"', 'a relative one would mean another type under every address'], uri
  )
  demand(
    !foreignPages.test(uri), subject,
    ['be your own URI', 'that page is not yours, and its owner may change what it says'], uri
  )
}

function isAbsolute (uri: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)
}
