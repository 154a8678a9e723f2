/**
 * The rules of the headers of a problem.
 */
import { headerOf } from './answer.js'
import type { Answer, Violation } from './answer.js'

/** They describe another body, for caches, or for a server that sends files. */
export const staleHeaders = [
  'etag', 'last-modified', 'expires', 'content-encoding', 'content-disposition', 'content-location', 'content-digest',
  'location', 'refresh', 'x-accel-redirect', 'x-sendfile', 'cdn-cache-control', 'surrogate-control'
]

const requiredHeaders: readonly (readonly [status: number | undefined, name: string, purpose: string])[] = [
  [401, 'www-authenticate', 'a challenge (RFC 9110 §11.6.1)'],
  [407, 'proxy-authenticate', 'a challenge (RFC 9110 §11.7.1)'],
  [405, 'allow', 'the methods that there are (RFC 9110 §15.5.6)'],
  [undefined, 'cache-control', 'a Cache-Control, since caches keep some failures']
]

export function headerViolations (answer: Answer): Violation[] {
  const missing = requiredHeaders
    .filter(([status, name]) => (status === undefined || status === answer.status) && !headerOf(answer, name))
    .map(([, name, purpose]): Violation =>
      [`A ${answer.status} must have ${purpose}`, `no ${name}`, `give the problem type the header ${name}`])
  const stale = staleHeaders
    .filter((name) => headerOf(answer, name))
    .map((name): Violation => [
      'A header must not describe a body that was not sent', `${name}: ${headerOf(answer, name)}`,
      'do not set it on the raw response after the failure'
    ])
  return [...missing, ...stale]
}
