/**
 * Which recognizers look at a thrown value, and in which order. The first that knows it answers.
 */
import { causesOf } from './causes.js'
import { clientMessages } from './clients-mistake.js'
import { byDriverMessage, recognizeDatabase, recognizeDatabaseMessage } from './database/index.js'
import type { FailureContext, Origin, RecognizedFailure, Recognizer } from './failure.js'
import { recognizeFramework } from './framework.js'
import { applicationStatus, recognizeHttpError, recognizeReplyStatus } from './http-error.js'
import { databaseError } from './outcome.js'
import { byPluginMessage, recognizePlugin, recognizePluginMessage } from './plugins.js'
import { recognizeRateLimit } from './rate-limit.js'
import { isBare, lookAt, lookAtBare } from './thrown.js'
import type { Judge, Thrown } from './thrown.js'
import { fetchMessages, recognizeUpstream, recognizeUpstreamMessage } from './upstream/index.js'
import { statusPattern } from './whose/status-text.js'
import { recognizeValidation } from './validation/index.js'

type Recognizers = readonly (readonly [Origin, Recognizer])[]

export const requestFailures: Recognizers = [
  ['validation', recognizeValidationFailure],
  ['framework', recognizeFramework],
  ['framework', recognizePlugin],
  ['rate-limit', recognizeRateLimit]
]

/** A driver's error often looks like an HTTP client's, too; the driver's codes are more precise. */
export const backendFailures: Recognizers = [
  ['database', recognizeDatabase],
  ['upstream', recognizeUpstream]
]

export const statedStatus: Recognizers = [
  ['http-error', recognizeHttpError],
  ['http-error', recognizeReplyStatus]
]

const backendMessages: Recognizers = [
  ['database', recognizeDatabaseMessage],
  ['upstream', recognizeUpstreamMessage]
]

/** The recognizers that can know a value by its message alone. */
export const bareFailures: Recognizers = [
  ['framework', recognizePluginMessage],
  ['rate-limit', recognizeRateLimit],
  ...backendMessages,
  ['http-error', recognizeReplyStatus]
]

/** The messages that a recognizer knows as a whole. */
const knownMessages: ReadonlySet<string> = new Set([
  ...byPluginMessage.keys(), ...byDriverMessage.keys(), ...fetchMessages
])

/** The parts of messages that a recognizer knows. */
const knownParts = new RegExp([statusPattern, ...clientMessages].map(({ source }) => source).join('|'), 'i')

/** Longer messages are not searched here; the recognizers look at them. */
const maxMessage = 500

export type Match = readonly [Origin, RecognizedFailure]

/** The outermost error counts before its causes, and a status below 500 that the application chose before both. */
export function match (thrown: Thrown, context: FailureContext, judge: Judge): Match | undefined {
  const found = firstMatch(requestFailures, thrown, context)
  if (found) return found
  const status = applicationStatus(thrown)
  if (status !== undefined && status < 500) return firstMatch(statedStatus, thrown, context)
  return firstMatch(backendFailures, thrown, context) ??
    (status === undefined || status === 500 ? fromCauses(thrown.error, context, judge) : undefined) ??
    firstMatch(statedStatus, thrown, context)
}

/** Whether no recognizer can know a bare value, because neither its message nor the reply identifies a failure. */
export function isBug ({ message }: Thrown, context: FailureContext): boolean {
  const { status } = context
  return message.length <= maxMessage && !knownMessages.has(message) && !knownParts.test(message) &&
    (status < 400 || status === 500) && context.header('retry-after') === undefined
}

/** The same as `match()` for a value that has nothing but a message. */
export function matchBare (thrown: Thrown, context: FailureContext): Match | undefined {
  return firstMatch(bareFailures, thrown, context)
}

/** A cause is never the client's fault: the application caught the driver's error and threw another. */
function fromCauses (error: unknown, context: FailureContext, judge: Judge): Match | undefined {
  for (const cause of causesOf(error)) {
    const found = isBare(cause)
      ? firstMatch(backendMessages, lookAtBare(cause), context)
      : firstMatch(backendFailures, lookAt(cause, judge), context)
    if (found) return asCause(found)
  }
}

function asCause ([origin, { constraint, ...failure }]: Match): Match {
  return failure.code === 'CONFLICT' ? ['database', databaseError] : [origin, failure]
}

function firstMatch (recognizers: Recognizers, thrown: Thrown, context: FailureContext): Match | undefined {
  for (let index = 0; index < recognizers.length; index++) {
    const failure = recognizers[index]![1](thrown, context)
    if (failure) return [recognizers[index]![0], failure]
  }
}

function recognizeValidationFailure (thrown: Thrown, context: FailureContext): RecognizedFailure | undefined {
  const { maxValidationErrors, bodyMissing } = context
  const extensions = recognizeValidation(thrown, { maxErrors: maxValidationErrors, bodyMissing })
  return extensions && { code: 'VALIDATION_ERROR', extensions: { ...extensions } }
}
