/**
 * What a limiter says of the limit that refused a request. Numbers only: who was limited, is not in it.
 */
import type { FastifyReply } from 'fastify'
import { member } from '../../json/untrusted.js'
import type { Occurrence, ReportSource } from './occurrence.js'

/** A reply, or what stands for one where there is none. */
type LimitSource = ReportSource & Partial<Pick<FastifyReply, 'getHeader'>>

/** @fastify/rate-limit writes them, under its own names or under those of the IETF draft. */
const headers = [
  ['max', 'ratelimit-limit'], ['remaining', 'ratelimit-remaining'], ['reset', 'ratelimit-reset']
] as const

/** @fastify/under-pressure measures them. */
const measures = ['eventLoopDelay', 'eventLoopUtilized', 'heapUsed', 'rssBytes']

/** For a request that a limit refused. */
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
