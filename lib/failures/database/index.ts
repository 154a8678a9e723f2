/**
 * Failures of databases, through any driver and ORM: 409, 503, 504 or 500 by kind. No driver is imported, and neither
 * SQL nor values leave here.
 */
import type { RecognizedFailure } from '../failure.js'
import { mongoFailure, redisFailure } from './nosql.js'
import { knexFailure, prismaFailure, wrapperFailure } from './orm.js'
import { driverFailure, oracleFailure, sqlServerFailure } from './other.js'
import { mysqlFailure, postgresFailure, sqliteFailure } from './sql.js'
import { timedOut, unavailable } from '../outcome.js'
import { lookAt, tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'

/** Codes of the drivers themselves, for failures before or after the answer of the database. */
export const byDriverCode = tableOf<RecognizedFailure>([
  [unavailable, `CONNECT_TIMEOUT CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED PROTOCOL_CONNECTION_LOST
    POOL_CLOSED POOL_NONEONLINE`],
  [timedOut, 'PROTOCOL_SEQUENCE_TIMEOUT']
])

/** The whole messages of bare Errors, which have nothing else: of pg and its pool, of mysql2's pool, of ioredis. */
export const byDriverMessage: ReadonlyMap<string, RecognizedFailure> = new Map([
  ...[
    'timeout exceeded when trying to connect',
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end on the pool',
    'Pool is closed.',
    'No connections available.',
    'Queue limit reached.',
    'Connection is closed.',
    "Stream isn't writeable and enableOfflineQueue options is false"
  ].map((message) => [message, unavailable] as const),
  ...['timeout expired', 'Query read timeout', 'Command timed out'].map((message) => [message, timedOut] as const)
])

export function recognizeDatabaseMessage ({ message }: Thrown): RecognizedFailure | undefined {
  return byDriverMessage.get(message)
}

/** The most wrappers of ORMs that are opened. */
const maxWrappers = 3

/** Recognizes one error, and the driver's error that its ORM wrapped; never other causes. */
export function recognizeDatabase (thrown: Thrown): RecognizedFailure | undefined {
  return recognizeWrapped(thrown, 0)
}

function recognizeWrapped (thrown: Thrown, depth: number): RecognizedFailure | undefined {
  if (depth > maxWrappers || typeof thrown.error !== 'object' || thrown.error === null) return undefined
  const failure = wrapperFailure(thrown, (inner) => recognizeWrapped(lookAt(inner), depth + 1))
  return failure ?? byCode(thrown) ?? byName(thrown)
}

function byCode (thrown: Thrown): RecognizedFailure | undefined {
  const { code } = thrown
  if (typeof code === 'string') {
    const failure =
      byDriverCode.get(code) ??
      prismaFailure(thrown, code) ??
      postgresFailure(thrown, code) ??
      sqliteFailure(thrown, code) ??
      sqlServerFailure(thrown, code) ??
      oracleFailure(thrown, code)
    if (failure) return failure
  }
  return mysqlFailure(thrown)
}

function byName (thrown: Thrown): RecognizedFailure | undefined {
  return (
    recognizeDatabaseMessage(thrown) ??
    mongoFailure(thrown) ??
    redisFailure(thrown) ??
    knexFailure(thrown) ??
    driverFailure(thrown)
  )
}
