/**
 * The rules of the body of a problem: what its code promises, it must hold.
 */
import { infoOf } from '../../catalog/info.js'
import { compiledOf } from '../../catalog/problem/compiled.js'
import { reservedMembers } from '../../catalog/definition.js'
import { isClassCode } from '../../catalog/standard.js'
import type { StandardCode } from '../../catalog/standard.js'
import type { AnyCatalog, ProblemType } from '../../catalog/definition.js'
import { headerOf } from './answer.js'
import type { Answer, Expectation, Violation } from './answer.js'

type Body = Readonly<Record<string, unknown>>

/** Any route can answer with these without a declaration. */
const neverDeclared: readonly StandardCode[] = [
  'BAD_REQUEST', 'VALIDATION_ERROR', 'INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'URI_TOO_LONG', 'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED', 'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INTERNAL_ERROR'
]

export function bodyViolations (answer: Answer, body: Body, { catalog, declared }: Expectation): Violation[] {
  const { code } = body
  const problemType = typeof code === 'string' && Object.hasOwn(catalog, code) ? catalog[code] : undefined
  if (problemType === undefined) {
    return [[
      'The code must be one of the catalog', String(code),
      'add it to the catalog; do not send problems that were written by hand'
    ]]
  }
  return [
    ...memberViolations(answer, body, problemType),
    ...extensionViolations(answer, body, problemType),
    ...retryAfterViolations(answer, body),
    ...declarationViolations(problemType, catalog, declared)
  ]
}

function memberViolations (answer: Answer, body: Body, problemType: ProblemType): Violation[] {
  const violations: Violation[] = []
  const { status, instance } = body
  if (status !== answer.status) {
    violations.push([
      'The member status must be that of the answer', `${String(status)} in a ${answer.status}`,
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
  if (typeof instance !== 'string') {
    violations.push([
      'The member instance must name the occurrence', String(instance), 'send problems with reply.problem()'
    ])
  }
  return violations
}

/** A status without a code is kept in a problem that has the code of its class. */
function isOfClass (status: unknown, { code, replaces, status: usual }: ProblemType): boolean {
  return isClassCode([code, ...replaces]) && Math.floor(Number(status) / 100) === Math.floor(usual / 100)
}

function extensionViolations ({ text }: Answer, body: Body, problemType: ProblemType): Violation[] {
  const reserved: readonly string[] = reservedMembers
  const extensions = Object.fromEntries(Object.entries(body).filter(([name]) => !reserved.includes(name)))
  return compiledOf(problemType).filter.fits(extensions)
    ? []
    : [[
        'The extensions must fit their schema', text.slice(0, 200),
        `give '${problemType.code}' the extensions that its schema lists`
      ]]
}

function retryAfterViolations (answer: Answer, { retryAfter }: Body): Violation[] {
  const header = headerOf(answer, 'retry-after')
  return header === (retryAfter === undefined ? undefined : String(retryAfter))
    ? []
    : [[
        'Retry-After and the member retryAfter must agree', `${header ?? 'none'} and ${String(retryAfter)}`,
        'give the time with { retryAfter }, not as a header'
      ]]
}

function declarationViolations (
  { code }: ProblemType, catalog: AnyCatalog, declared: ReadonlySet<string> | undefined
): Violation[] {
  const { typeOfStandard } = infoOf(catalog)
  const mustDeclare = declared !== undefined && !neverDeclared.some((general) => typeOfStandard(general).code === code)
  return mustDeclare && !declared.has(code)
    ? [['The route must declare the code', code, `add '${code}' to schema.problems of the route`]]
    : []
}
