/**
 * Warnings for developers about the use of the catalog, each logged once.
 */
import type { FastifyReply } from 'fastify'
import type { ProblemType } from '../../catalog/definition.js'
import { misfitOf } from '../../catalog/extensions/misfit.js'
import type { Misfit } from '../../catalog/extensions/misfit.js'
import { compiledOf } from '../../catalog/problem/compiled.js'
import type { Problem, ProblemOptions } from '../../catalog/problem/occurrence.js'
import type { Recognized } from '../../failures/failure.js'
import { routeConfig, routeKey } from '../routes/route-facts.js'
import type { State } from '../state.js'
import type { ReportSource } from './occurrence.js'

export function warnOfUndeclared (state: State, reply: FastifyReply, { problem, origin }: Recognized): void {
  const { url, [routeKey]: facts } = routeConfig(reply.request)
  const { code } = problem.problemType
  // The route does not decide what Fastify refuses before it, such as a body sent with DELETE.
  if (origin === 'framework' || facts?.declared === undefined || facts.answers.has(code)) return
  warnOnce(state, reply, `undeclared ${reply.request.method} ${url} ${code}`,
    `${reply.request.method} ${url} sent '${code}' without declaring it: add it to schema.problems`)
}

/** A status without a code is sent with the code of its class, by which a client cannot identify it. */
export function warnOfStatus (
  state: State, reply: FastifyReply, { problemType: { code, status: usual }, status = usual }: Problem
): void {
  if (status === usual) return
  warnOnce(
    state,
    reply,
    `status ${status}`,
    `the status ${status} has no code of its own and was sent as '${code}': ` +
      `define a code with 'status: ${status}' in the catalog, and throw or send it`
  )
}

export function warnOfMisfits (state: State, source: ReportSource, { problemType, extensions }: Problem): void {
  const { code } = problemType
  const where = whereOf(source)
  const names = misplacedOptions(problemType, extensions).join(', ')
  if (names !== '') {
    return warnOnce(
      state,
      source,
      `misplaced ${where} ${code} ${names}`,
      `${where} gave '${code}' ${names} among its extensions, ` +
        `where it was left out: options come after them, reply.problem('${code}', {}, { ${names} })`
    )
  }
  if (compiledOf(problemType).filter.fits(extensions)) return
  const misfit = misfitOf({ ...problemType.extensions }, extensions)
  if (misfit !== undefined) {
    const text = `${where} gave '${code}' ${describeMisfit(misfit)}`
    warnOnce(state, source, `misfit ${where} ${code} ${placeOf(misfit)}`, text)
  }
}

function whereOf ({ request }: ReportSource): string {
  return request === undefined
    ? 'A failure outside a request'
    : `${request.method} ${routeConfig(request).url ?? '(no route)'}`
}

/** The place of a misfit without its indexes, which differ from one request to the next. */
function placeOf ({ member, rule }: Misfit): string {
  return `${rule} ${rule === 'additionalProperties' ? '' : member.replace(/\d+/g, '*')}`
}

function describeMisfit ({ member, rule, limit, got }: Misfit): string {
  const what = member === '' ? 'extensions' : `an extension '${member}'`
  if (got === 'nothing' && rule === 'required') {
    return `no extension '${member}', which is required: give it, or make it optional in the catalog`
  }
  if (rule === 'additionalProperties') return `${what}, which its schema excludes by ${rule}: it was left out`
  return `${what} that must fit ${rule}: ${shortly(limit)}, got ${got}: give what fits, or change the schema in the ` +
    'catalog'
}

/** A limit in few characters, because a schema may be long. */
function shortly (limit: unknown): string {
  const text = String(JSON.stringify(limit))
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** The names of options that are not extensions of the type. */
function misplacedOptions (problemType: ProblemType, extensions: unknown): string[] {
  if (typeof extensions !== 'object' || extensions === null) return []
  return optionNames.filter(
    (name) => name in extensions && !Object.hasOwn(problemType.extensions?.properties ?? {}, name)
  )
}

const optionNames = [
  'detail', 'retryAfter', 'headers', 'cause', 'instance'
] as const satisfies readonly (keyof ProblemOptions)[]

export function warnOnce ({ warned }: State, { log }: Pick<ReportSource, 'log'>, key: string, text: string): void {
  if (warned.has(key)) return
  warned.add(key)
  log.warn(text)
}
