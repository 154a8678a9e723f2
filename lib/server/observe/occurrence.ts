/**
 * The types of reports.
 */
import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Recognized } from '../../failures/failure.js'

/** A failure with its name, as it is logged and observed. */
export interface Occurrence extends Recognized {
  readonly status: number
  /** Names this occurrence (RFC 9457 §3.1.5); the log has the same. */
  readonly instance: string
}

/** A logger. Only pino has `isLevelEnabled`; other loggers get every line. */
export type Log = FastifyBaseLogger & { readonly isLevelEnabled?: (level: string) => boolean }

/** Where an occurrence is reported, and the request that it belongs to. A reply is one. */
export interface ReportSource {
  readonly log: Log
  readonly request: FastifyRequest | undefined
}
