/**
 * Failures of MongoDB and Redis, through their own drivers and mongoose.
 */
import type { RecognizedFailure } from '../failure.js'
import { mongoConstraint } from './constraint.js'
import { busy, conflict, databaseError, timedOut, unavailable } from '../outcome.js'
import { byNames, tableOf } from '../thrown.js'
import type { Thrown } from '../thrown.js'
import { member, textMember } from '../../json/untrusted.js'

/** https://www.mongodb.com/docs/manual/reference/error-codes/ */
export const byMongoCode = tableOf<RecognizedFailure>([
  [conflict, '11000 11001 12582'],
  [busy, '112 24 46 251'],
  [timedOut, '50 64 262'],
  [unavailable, '6 7 89 91 133 189 9001 10107 11600 11602 13435 13436']
])

export const byMongoName = tableOf<RecognizedFailure>([
  [timedOut, 'MongoNetworkTimeoutError MongoOperationTimeoutError'],
  [
    unavailable,
    `MongoNetworkError MongoServerSelectionError MongoWaitQueueTimeoutError MongoNotConnectedError
    MongoServerClosedError MongoTopologyClosedError MongoClientClosedError MongoPoolClosedError MongoPoolClearedError
    MongoStalePrimaryError MongooseServerSelectionError`
  ],
  [databaseError, 'DocumentNotFoundError CastError StrictModeError ParallelSaveError DivergentArrayError']
])

/** The message of mongoose's general error is the only mark of this failure. */
const bufferingTimedOut = /^Operation `[^`]{1,200}` buffering timed out after \d+ms$/

/** The name `MongooseError` starts like those of the driver's errors, so it comes first. */
export function mongoFailure (thrown: Thrown): RecognizedFailure | undefined {
  const { error, code, name, message } = thrown
  if (name === 'MongooseError') return bufferingTimedOut.test(message) ? unavailable : databaseError
  // joi, yup and ajv have errors with this name, too.
  if (name === 'ValidationError') return textMember(error, '_message') === undefined ? undefined : databaseError
  if (name === 'VersionError' && member(error, 'modifiedPaths') !== undefined) return conflict
  const known = byMongoName.get(name)
  if (known) return known
  if (!name.startsWith('Mongo')) return undefined
  const failure = byMongoCode.get(String(code))
  if (failure === conflict) return { ...conflict, constraint: mongoConstraint(thrown) }
  return failure ?? (mayBeRepeated(error) ? busy : databaseError)
}

function mayBeRepeated (error: unknown): boolean {
  const labels = member(error, 'errorLabels')
  return (
    Array.isArray(labels) && (labels.includes('TransientTransactionError') || labels.includes('RetryableWriteError'))
  )
}

/** ioredis sets the member `name`; errors of node-redis have only the name of their class. */
export const byRedisName = tableOf<RecognizedFailure>([
  [
    unavailable,
    `MaxRetriesPerRequestError ClusterAllFailedError ClientClosedError ClientOfflineError DisconnectsClientError
    SocketClosedUnexpectedlyError ReconnectStrategyError RootNodesUnavailableError ConnectionTimeoutError`
  ],
  [timedOut, 'SocketTimeoutError SocketTimeoutDuringMaintenanceError CommandTimeoutDuringMaintenanceError'],
  [conflict, 'WatchError']
])

const redisReplies = new Set(['ReplyError', 'SimpleError', 'BlobError', 'ErrorReply', 'MultiErrorReply'])

/** The first word of a reply is its code, by the protocol of Redis. */
export const byRedisWord = tableOf<RecognizedFailure>([
  [unavailable, 'OOM READONLY MASTERDOWN LOADING BUSY NOREPLICAS CLUSTERDOWN TRYAGAIN MISCONF']
])

export function redisFailure (thrown: Thrown): RecognizedFailure | undefined {
  const { error, name, className, message } = thrown
  const known = byNames(byRedisName, thrown)
  if (known) return known
  if (redisReplies.has(name) || redisReplies.has(className)) {
    return byRedisWord.get(message.slice(0, 40).split(' ', 1).join()) ?? databaseError
  }
  // ioredis puts the command on the error with which it gives a command up.
  return name === 'AbortError' && member(error, 'command') !== undefined ? unavailable : undefined
}
