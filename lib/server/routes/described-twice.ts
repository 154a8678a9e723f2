/**
 * Problems whose status the route also describes in `schema.response`: the document shows that response, but the client
 * gets the problem.
 */
import { typeOfCode } from '../../catalog/info.js'
import type { FastifyBaseLogger, RouteOptions } from 'fastify'
import type { AnyCatalog } from '../../catalog/definition.js'
import type { ProblemOperation } from '../../contract/snapshot/routes.js'
import { member } from '../../json/untrusted.js'

/** The codes whose status the route describes in `schema.response`, other than as a problem. */
export function codesDescribedTwice (route: RouteOptions, catalog: AnyCatalog, codes: Iterable<string>): string[] {
  const responses = Object(route.schema?.response) as Readonly<Record<string, unknown>>
  if (!Object.keys(responses).some((status) => /^[45]/.test(status))) return []
  return [...codes].filter((code) => {
    const status = String(typeOfCode(catalog, code).status)
    return Object.hasOwn(responses, status) && !isProblem(responses[status])
  })
}

/** `{ $ref: 'Problem#' }`, or content of the media type of problems. */
function isProblem (response: unknown): boolean {
  const reference = member(response, '$ref')
  if (typeof reference === 'string' && /^Problem#?$/.test(reference)) return true
  return member(member(response, 'content'), 'application/problem+json') !== undefined
}

const maxNamed = 10

export function warnOfDescribedTwice (log: FastifyBaseLogger, routes: readonly ProblemOperation[]): void {
  const named = namesOfDescribedTwice(routes)
  if (named.length === 0) return
  log.warn(
    `Problems declared beside a response of their status: ${named.length} ` +
    `(${named.slice(0, maxNamed).join(', ')}); ` +
      'the document shows that response, and the problem is sent. Delete the response from schema.response'
  )
}

/** HEAD is not named beside GET, because Fastify makes HEAD routes from GET routes. */
function namesOfDescribedTwice (routes: readonly ProblemOperation[]): string[] {
  const names = routes.flatMap(
    ({ method, url, describedTwice }) => describedTwice.map((code) => `${method} ${url} ${code}`)
  )
  return names.filter((name) => !names.includes(name.replace(/^HEAD /, 'GET ')) || !name.startsWith('HEAD '))
}
