/**
 * The errors that ORMs and query builders wrap around a driver's error. The driver's error counts where it can be read;
 * else the wrapper's name does.
 */
import type { RecognizedFailure } from '../failure.js'
import { directCauses } from '../causes.js'
import { prismaConstraint } from './constraint.js'
import { sqlStateFailure } from './sql.js'
import { busy, conflict, databaseError, timedOut, unavailable } from '../outcome.js'
import { byNames, tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'
import { member, textMember } from '../../json/untrusted.js'
import { networkFailure } from '../upstream/network.js'

export const byWrapper = tableOf<RecognizedFailure>([
  [conflict, `SequelizeUniqueConstraintError SequelizeForeignKeyConstraintError SequelizeExclusionConstraintError
    SequelizeOptimisticLockError OptimisticLockVersionMismatchError OptimisticLockError`],
  [timedOut, 'SequelizeTimeoutError'],
  [unavailable, `SequelizeConnectionError SequelizeConnectionRefusedError SequelizeConnectionTimedOutError
    SequelizeConnectionAcquireTimeoutError SequelizeHostNotFoundError SequelizeHostNotReachableError
    SequelizeInvalidConnectionError PrismaClientInitializationError`],
  [databaseError, `DrizzleQueryError DrizzleError QueryFailedError EntityNotFoundError NoResultError
    SequelizeDatabaseError SequelizeUnknownConstraintError SequelizeValidationError SequelizeEmptyResultError
    SequelizeAccessDeniedError PrismaClientUnknownRequestError PrismaClientRustPanicError PrismaClientValidationError`]
])

/** Recognizes the error of an ORM by its driver's error, with `recognizeInner`, else by its own name. */
export function wrapperFailure (
  thrown: Thrown, recognizeInner: (inner: unknown) => RecognizedFailure | undefined
): RecognizedFailure | undefined {
  const { error } = thrown
  // An application may use the names of Objection's classes, too; only those of Objection have `nativeError`.
  const known = byNames(byWrapper, thrown) ?? (member(error, 'nativeError') === undefined ? undefined : databaseError)
  if (known === undefined) return undefined
  const inner = directCauses(error).find((cause) => cause !== error)
  return recognizeInner(inner) ?? networkFailure(member(inner, 'code')) ?? known
}

/** https://www.prisma.io/docs/orm/reference/error-reference */
export const byPrismaCode = tableOf<RecognizedFailure>([
  [conflict, 'P2002 P2003 P2014'],
  [busy, 'P2034'],
  [timedOut, 'P1008'],
  [unavailable, 'P1001 P1002 P1017 P2024 P2028 P2037']
])

export function prismaFailure (thrown: Thrown, code: string): RecognizedFailure | undefined {
  const { error } = thrown
  if (!/^P\d{4}$/.test(code) || textMember(error, 'clientVersion') === undefined) return undefined
  const inner = member(member(member(error, 'meta'), 'driverAdapterError'), 'cause')
  if (code === 'P2010') return rawQueryFailure(inner)
  const failure = byPrismaCode.get(code) ?? databaseError
  return failure === conflict ? { ...conflict, constraint: prismaConstraint(thrown, inner) } : failure
}

/** The error of a raw query has only the database's code. */
function rawQueryFailure (inner: unknown): RecognizedFailure {
  const code = textMember(inner, 'originalCode')
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? sqlStateFailure(code) : databaseError
}

/** knex has one error for an exhausted pool and for the `.timeout()` of a query, which also states milliseconds. */
export function knexFailure ({ error, name }: Thrown): RecognizedFailure | undefined {
  if (name !== 'KnexTimeoutError') return undefined
  return typeof member(error, 'timeout') === 'number' ? timedOut : unavailable
}
