/**
 * Which recognizers a thrown value meets, and in which order. The first that knows it answers.
 */
import { causesOf } from './causes.js'
import { clientMessages } from './clients-mistake.js'
import { byMessage as databaseMessages, recognizeDatabase, recognizeDatabaseMessage } from './database/index.js'
import type { FailureContext, Origin, RecognizedFailure, Recognizer } from './failure.js'
import { recognizeFramework } from './framework.js'
import { applicationStatus, recognizeHttpError, recognizeReplyStatus } from './http-error.js'
import { databaseError } from './outcome.js'
import { byMessage as pluginMessages, recognizePlugin, recognizePluginMessage } from './plugins.js'
import { recognizeRateLimit } from './rate-limit.js'
import { isBare, lookAt, lookAtBare } from './thrown.js'
import type { Judge, Thrown } from './thrown.js'
import { fetchMessages, recognizeUpstream, recognizeUpstreamMessage } from './upstream/index.js'
import { stated as statedInText } from './whose/status-text.js'
import { recognizeValidation } from './validation/index.js'

type Recognizers = readonly (readonly [Origin, Recognizer])[]

export const requestFailures: Recognizers = [
  ['validation', recognizeValidationFailure],
  ['framework', recognizeFramework],
  ['framework', recognizePlugin],
  ['rate-limit', recognizeRateLimit]
]

/** A driver's error is often a client's as well; what the driver says about it is more. */
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

/** All that can be known of a value that has nothing but a message. */
export const bareFailures: Recognizers = [
  ['framework', recognizePluginMessage],
  ['rate-limit', recognizeRateLimit],
  ...backendMessages,
  ['http-error', recognizeReplyStatus]
]

/** Every message that may mean something: as a whole, or by what is in it. */
const knownMessages: ReadonlySet<string> = new Set([
  ...pluginMessages.keys(), ...databaseMessages.keys(), ...fetchMessages
])
const telling = new RegExp([statedInText, ...clientMessages].map(({ source }) => source).join('|'), 'i')

/** A longer one takes the long way. */
const maxMessage = 500

export type Match = readonly [Origin, RecognizedFailure]

/** The outermost error is judged first; a status that the application chose is its last word. */
export function match (thrown: Thrown, context: FailureContext, judge: Judge): Match | undefined {
  const found = firstMatch(requestFailures, thrown, context)
  if (found) return found
  const status = applicationStatus(thrown)
  if (status !== undefined && status < 500) return firstMatch(statedStatus, thrown, context)
  return firstMatch(backendFailures, thrown, context) ??
    (status === undefined || status === 500 ? fromCauses(thrown.error, context, judge) : undefined) ??
    firstMatch(statedStatus, thrown, context)
}

/** Whether a value that is bare meets no recognizer, since neither its message nor the reply says anything. */
export function isBug ({ message }: Thrown, context: FailureContext): boolean {
  const { status } = context
  return message.length <= maxMessage && !knownMessages.has(message) && !telling.test(message) &&
    (status < 400 || status === 500) && context.header('retry-after') === undefined
}

/** The same as `match()` for a value that says nothing but a message. */
export function matchBare (thrown: Thrown, context: FailureContext): Match | undefined {
  return firstMatch(bareFailures, thrown, context)
}

/** What a cause says is never the client's fault: the application had the driver's error, and made it its own. */
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
