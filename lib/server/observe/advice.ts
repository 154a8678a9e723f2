/**
 * Warnings to the developer about the use of the catalog, each given once.
 */
import type { FastifyReply } from 'fastify'
import type { ProblemType } from '../../catalog/definition.js'
import { partsOf } from '../../catalog/problem.js'
import type { Problem, ProblemOptions } from '../../catalog/problem.js'
import type { Recognized } from '../../failures/failure.js'
import { routeConfig, routeKey } from '../routes/route-facts.js'
import type { State } from '../state.js'

export function warnOfUndeclared (state: State, reply: FastifyReply, { problem, origin }: Recognized): void {
  const { url, [routeKey]: facts } = routeConfig(reply.request)
  const { code } = problem.problemType
  // What Fastify refuses before the route, such as a body sent with DELETE, has nothing to do with the route.
  if (origin === 'framework' || facts?.declared === undefined || facts.answers.has(code)) return
  warnOnce(state, reply, `undeclared ${reply.request.method} ${url} ${code}`,
    `${reply.request.method} ${url} sent '${code}' without declaring it: add it to schema.problems`)
}

/** A status without a code keeps itself, but a client cannot tell it from others of its class. */
export function warnOfStatus (state: State, reply: FastifyReply, { problemType: { code, status: usual }, status = usual }: Problem): void {
  if (status === usual) return
  warnOnce(state, reply, `status ${status}`, `the status ${status} has no code of its own and was sent as '${code}': ` +
    `define a code with 'status: ${status}' in the catalog, and throw or send it`)
}

export function warnOfMisfits (state: State, reply: FastifyReply, { problemType, extensions }: Problem): void {
  const { code } = problemType
  const names = misplacedOptions(problemType, extensions).join(', ')
  if (names !== '') {
    return warnOnce(state, reply, `misplaced ${code} ${names}`, `'${code}' was given ${names} among its extensions, ` +
      `where it was left out: options come after them, reply.problem('${code}', {}, { ${names} })`)
  }
  if (partsOf(problemType).filter.fits(extensions)) return
  warnOnce(state, reply, `misfit ${code}`, `the extensions of '${code}' do not fit their schema; what it does not list was left out`)
}

/** The names of options that are no extensions of the type. */
function misplacedOptions (problemType: ProblemType, extensions: unknown): string[] {
  if (typeof extensions !== 'object' || extensions === null) return []
  return optionNames.filter((name) => name in extensions && !Object.hasOwn(problemType.extensions?.properties ?? {}, name))
}

const optionNames = ['detail', 'retryAfter', 'headers', 'cause', 'instance'] as const satisfies readonly (keyof ProblemOptions)[]

function warnOnce ({ warned }: State, reply: FastifyReply, key: string, text: string): void {
  if (warned.has(key)) return
  warned.add(key)
  reply.log.warn(text)
}
