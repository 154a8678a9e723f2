/**
 * What the last error of each class of the application became. Most other errors of such a class differ only in their
 * message, and need no second look.
 */
import { noExtensions } from '../catalog/problem/occurrence.js'
import type { FailureContext, Recognized } from './failure.js'
import { textForClient } from './http-error.js'
import { byPluginMessage } from './plugins.js'
import type { OwnClassJudge } from './whose/index.js'

/** The members that decide beside the class. */
type Deciding = Readonly<Record<'code' | 'name' | 'status' | 'statusCode' | 'expose', unknown>>

interface Last extends Deciding {
  readonly recognized: Recognized
}

export class OwnClasses {
  private readonly last = new WeakMap<object, Last>()

  constructor (private readonly isPlain: OwnClassJudge) {}

  /** What an error of a known class becomes; `undefined` where the error needs a look. */
  recall (error: unknown, context: FailureContext): Recognized | undefined {
    if (!this.isPlain(error)) return undefined
    const last = this.last.get(error.constructor)
    if (last === undefined || !isSame(error as unknown as Deciding, last)) return undefined
    const { message } = error
    if (byPluginMessage.has(message) || context.header('retry-after') !== undefined) return undefined
    const { problem: { problemType, status, headers }, origin, verdict } = last.recognized
    const detail = last.expose === false ? undefined : textForClient(message, verdict!.status!)
    return {
      problem: { problemType, status, extensions: noExtensions, detail, retryAfter: undefined, headers, cause: error },
      origin,
      verdict
    }
  }

  remember (error: unknown, recognized: Recognized): void {
    if (!this.isPlain(error) || !dependsOnClass(recognized)) return
    const { code, name, status, statusCode, expose } = error as unknown as Deciding
    this.last.set(error.constructor, { code, name, status, statusCode, expose, recognized })
  }
}

function isSame (error: Deciding, last: Deciding): boolean {
  return error.code === last.code && error.statusCode === last.statusCode && error.status === last.status &&
    error.name === last.name && error.expose === last.expose
}

/** Errors of 5xx are looked at each time: their message may hold the reason. */
function dependsOnClass ({ problem: { retryAfter, headers }, origin, verdict }: Recognized): boolean {
  return (origin === 'http-error' || origin === 'application') && retryAfter === undefined &&
    verdict?.status !== undefined && verdict.status < 500 && Object.keys(headers ?? {}).length === 0
}
