/**
 * What an answer that is a failure must be. Pure: an answer in, findings out.
 */
import { infoOf } from '../catalog/define.js'
import { partsOf } from '../catalog/problem.js'
import { reservedMembers } from '../catalog/definition.js'
import { isClassCode } from '../catalog/standard.js'
import type { AnyCatalog, ProblemType } from '../catalog/definition.js'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
  /** An answer to HEAD has no body. */
  readonly hasNoBody: boolean
}

export interface Expectation {
  readonly catalog: AnyCatalog
  readonly secret: string
  /** The codes that the route declares; `undefined` where it declares none, or the failure is the kit's own. */
  readonly declared: ReadonlySet<string> | undefined
}

/** A rule that was broken, what there was instead, and what helps. */
export type Violation = readonly [rule: string, actual: string, cure: string]

const mediaType = 'application/problem+json'

/** What any route can answer without saying so. */
const neverDeclared = [
  'BAD_REQUEST', 'VALIDATION_ERROR', 'INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'URI_TOO_LONG', 'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED', 'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INTERNAL_ERROR'
]

/** They are about another body, for caches, or for a server that sends files. */
export const staleHeaders = [
  'etag', 'last-modified', 'expires', 'content-encoding', 'content-disposition', 'content-location', 'content-digest',
  'location', 'refresh', 'x-accel-redirect', 'x-sendfile', 'cdn-cache-control', 'surrogate-control'
]

/** Of a failure: the code, where there is one, and every rule that it breaks. */
export function judge (
  answer: Answer, expectation: Expectation
): { code: string | undefined, violations: Violation[] } {
  const violations = leaks(answer, expectation)
  // A legacy envelope, to a client that did not ask for a problem. Its form is nobody else's.
  if (isLegacy(answer)) return { code: undefined, violations }
  if (headerOf(answer, 'content-type') !== mediaType) {
    violations.push([
      `The media type must be exactly ${mediaType}`,
      headerOf(answer, 'content-type') ?? 'none',
      'register the plugin first, with await; send problems with reply.problem(); let error handlers of your own end ' +
      'with sendProblem()'
    ])
    return { code: undefined, violations }
  }
  violations.push(...headerViolations(answer))
  if (answer.hasNoBody) return { code: undefined, violations }
  const body = toObject(answer.text)
  if (body === undefined) {
    return {
      code: undefined,
      violations: [
        ...violations,
        ['The body must be a JSON object', answer.text.slice(0, 80), 'send problems with reply.problem()']
      ]
    }
  }
  return {
    code: typeof body['code'] === 'string' ? body['code'] : undefined,
    violations: [...violations, ...bodyViolations(answer, body, expectation)]
  }
}

function leaks ({ text, headers }: Answer, { secret }: Expectation): Violation[] {
  if (!`${text} ${JSON.stringify(headers)}`.includes(secret)) return []
  return [
    [
      'Nothing of an unexpected error may reach the client',
      `the planted secret, in ${text.includes(secret) ? 'the body' : 'a header'}`,
      'do not send messages or members of errors; let them come to the plugin'
    ]
  ]
}

/** Fastify's own JSON has a charset; the one that it writes to a raw socket says nothing to caches. */
function isLegacy (answer: Answer): boolean {
  if (headerOf(answer, 'content-type') !== 'application/json') return false
  return /\baccept\b/i.test(headerOf(answer, 'vary') ?? '') || headerOf(answer, 'cache-control') === 'no-store'
}

function headerViolations (answer: Answer): Violation[] {
  const violations: Violation[] = []
  const demand = (name: string, why: string) => {
    if (!headerOf(answer, name)) {
      violations.push([`A ${answer.status} must have ${why}`, `no ${name}`, `give the problem type the header ${name}`])
    }
  }
  if (answer.status === 401) demand('www-authenticate', 'a challenge (RFC 9110 §11.6.1)')
  if (answer.status === 407) demand('proxy-authenticate', 'a challenge (RFC 9110 §11.7.1)')
  if (answer.status === 405) demand('allow', 'the methods that there are (RFC 9110 §15.5.6)')
  demand('cache-control', 'a Cache-Control, since caches keep some failures')
  for (const name of staleHeaders) {
    if (headerOf(answer, name)) {
      violations.push([
        'A header must not describe a body that was not sent',
        `${name}: ${headerOf(answer, name)}`,
        'do not set it on the raw response after the failure'
      ])
    }
  }
  return violations
}

function bodyViolations (
  answer: Answer, body: Readonly<Record<string, unknown>>, { catalog, declared }: Expectation
): Violation[] {
  const { code, status, retryAfter } = body
  const violations: Violation[] = []
  const problemType = typeof code === 'string' && Object.hasOwn(catalog, code) ? catalog[code] : undefined
  if (problemType === undefined) {
    return [
      [
        'The code must be one of the catalog',
        String(code),
        'add it to the catalog; do not send problems that were written by hand'
      ]
    ]
  }
  if (status !== answer.status) {
    violations.push([
      'The member status must be that of the answer',
      `${String(status)} in a ${answer.status}`,
      'do not set the status after the problem was sent'
    ])
  }
  for (const name of ['type', 'title', 'status'] as const) {
    if (body[name] !== problemType[name] && !(name === 'status' && isOfClass(status, problemType))) {
      violations.push([
        `The member ${name} must be that of the catalog`, String(body[name]), 'send problems with reply.problem()'
      ])
    }
  }
  if (typeof body['instance'] !== 'string') {
    violations.push([
      'The member instance must name the occurrence', String(body['instance']), 'send problems with reply.problem()'
    ])
  }
  if (!fits(problemType, body)) {
    violations.push([
      'The extensions must fit their schema',
      answer.text.slice(0, 200),
      `give '${problemType.code}' the extensions that its schema lists`
    ])
  }
  if (headerOf(answer, 'retry-after') !== (retryAfter === undefined ? undefined : String(retryAfter))) {
    violations.push([
      'Retry-After and the member retryAfter must agree',
      `${headerOf(answer, 'retry-after') ?? 'none'} and ${String(retryAfter)}`,
      'give the time with { retryAfter }, not as a header'
    ])
  }
  if (declared !== undefined && !declared.has(problemType.code) && !isNeverDeclared(catalog, problemType)) {
    violations.push([
      'The route must declare the code', problemType.code, `add '${problemType.code}' to schema.problems of the route`
    ])
  }
  return violations
}

/** A status without a code of its own keeps itself beside the code of its class. */
function isOfClass (status: unknown, { code, replaces, status: usual }: ProblemType): boolean {
  return isClassCode([code, ...replaces]) && Math.floor(Number(status) / 100) === Math.floor(usual / 100)
}

function fits (problemType: ProblemType, body: Readonly<Record<string, unknown>>): boolean {
  const reserved: readonly string[] = reservedMembers
  return partsOf(problemType).filter.fits(
    Object.fromEntries(Object.entries(body).filter(([name]) => !reserved.includes(name)))
  )
}

function isNeverDeclared (catalog: AnyCatalog, { code }: ProblemType): boolean {
  const { standard } = infoOf(catalog)
  return neverDeclared.some((general) => standard(general as Parameters<typeof standard>[0]).code === code)
}

function headerOf ({ headers }: Answer, name: string): string | undefined {
  const value = headers[name]
  return value === undefined ? undefined : String(value)
}

function toObject (text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
