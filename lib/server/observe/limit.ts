/**
 * The limit that refused a request, as its limiter states it. Only numbers, because other values identify the client.
 */
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import type { Occurrence, ReportSource } from './occurrence.js'

/** A reply, or only a request where there is no reply. */
type LimitSource = ReportSource & Partial<Pick<FastifyReply, 'getHeader'>>

/** The headers of @fastify/rate-limit, which has two sets of names: `x-ratelimit-…`, and those of the IETF draft. */
const headers = [
  ['max', 'ratelimit-limit'], ['remaining', 'ratelimit-remaining'], ['reset', 'ratelimit-reset']
] as const

/** The measures of @fastify/under-pressure. */
const measures = ['eventLoopDelay', 'eventLoopUtilized', 'heapUsed', 'rssBytes']

export function limitOf (source: LimitSource, { status, problem }: Occurrence): object | undefined {
  if (status === 413) return numbersIn([['bytes', member(problem.extensions, 'limit')]])
  return status === 429 || status === 403 ? rateLimit(source) : pressure(source)
}

function rateLimit (source: LimitSource): object | undefined {
  if (source.getHeader === undefined) return undefined
  return numbersIn(
    headers.map(([name, header]) => [name, source.getHeader!(`x-${header}`) ?? source.getHeader!(header)])
  )
}

function pressure ({ request }: LimitSource): object | undefined {
  const measure = member(request?.server, 'memoryUsage')
  if (typeof measure !== 'function') return undefined
  const measured: unknown = measure()
  return numbersIn(measures.map((name) => [name, member(measured, name)]))
}

function numbersIn (entries: ReadonlyArray<readonly [string, unknown]>): object | undefined {
  const numbers = entries.filter(([, value]) => value !== undefined && value !== '' && Number.isFinite(Number(value)))
  return numbers.length === 0
    ? undefined
    : { limit: Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])) }
}
