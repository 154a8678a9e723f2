/**
 * The headers that may be sent with a problem, by their names.
 */
import { remembered } from '../../json/remembered.js'

/** Headers that a problem cannot set, because they would break the framing of the message or its media type. */
const framing = new Set([
  'connection', 'content-encoding', 'content-length', 'content-range', 'content-type', 'keep-alive', 'proxy-connection',
  'te', 'trailer', 'transfer-encoding'
])

/** A 426 must have `Connection: upgrade` (RFC 9110 §7.8), and a 416 may have the length of the resource (§14.4). */
export function mayBeDeclared (name: string, status: number): boolean {
  if (name === 'connection') return status === 426
  return !framing.has(name) || (name === 'content-range' && status === 416)
}

/**
 * Headers about the discarded body, and headers with which a cache would store the problem, a browser would follow it,
 * or a proxy would send a file in its place. `content-*` and signatures are about a body, policies are not.
 */
const aboutBody = new RegExp(
  `^(?:${[
    'content-(?!type$|length$|security-policy).*', 'etag', 'last-modified', 'expires', 'age', 'transfer-encoding',
    'trailer', '(?:.+-)?(?:digest|md5)', 'x-amz-checksum-.*', 'x-goog-hash', 'signature(?:-input)?', 'im', 'delta-base',
    '(?:x-)?sourcemap', 'location', 'refresh', 'x-accel-.*', 'x-sendfile.*', 'x-lighttpd-send-file',
    'x-lighttpd-send-tempfile', 'x-reproxy-.*', 'surrogate-control', 'edge-control', '.+-cache-control'
  ].join('|')})$`
)

/** A service has few names, but it may pass on those of another. */
const isAboutBody = remembered(function testName (name: string): boolean {
  return aboutBody.test(name)
}, 500)

/** Whether a header of the reply may stay beside a problem with this status. */
export function mayStay (name: string, status: number): boolean {
  return !isAboutBody(name) || (name === 'content-range' && status === 416)
}

/** Headers of the connection (RFC 9113 §8.2.2). Node refuses them over HTTP/2, or hangs the stream. */
export const connectionHeaders = [
  'connection', 'http2-settings', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade'
] as const
