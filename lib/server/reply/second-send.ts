/**
 * From `reply.send()` to the socket. Hooks on this path can fail, or send something else; this file keeps Fastify from
 * running them again, and from ending the process. It does not know what a problem is.
 *
 * The methods of Fastify and Node that are replaced, from the first to the last:
 *
 * - `reply.send`, by `sendWhileHooksRun` here, when an error reaches `onError`: Fastify throws at a `send` while these
 *   hooks run.
 * - `reply.send`, by `sendPrepared` of entrances/early-routes, after that and only on early routes: their error handler
 *   does not know problems.
 * - `raw.writeHead`, `write`, `end` and `addTrailers`, by the `sealed…` of reply/seal, when a problem was prepared:
 *   hooks and serializers may write something else.
 * - `reply.send`, by `sendAgain` here, when the text of the problem is sent: a hook of `onSend` that fails makes
 *   Fastify send again.
 *
 * Each calls the method that it replaced. The problem's text passes all of them, and the seal decides what is written.
 * Where all hooks are the plugin's, only the methods of `raw` are replaced, and the problem is written at once: see
 * untouched.ts.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isError, member } from '../../json/untrusted.js'
import { toLogged } from '../observe/logged-error.js'
import { asPluginHook, hasPluginHookOnly, outgoingKey } from '../untouched.js'

/**
 * The `send` that ours replaced, and the error that was being answered. The replacing functions are of the module,
 * because every failure installs one.
 */
interface ReplacedSend {
  readonly send: FastifyReply['send']
  error: unknown
}

/** One object per reply keeps the hidden class of Fastify's replies stable, so that successes stay fast, too. */
interface OutgoingState {
  /** The hooks of `onSend` have begun, with this payload. */
  hooksBegun: boolean
  payload: unknown
  whileHooksRun: ReplacedSend | undefined
  afterProblem: ReplacedSend | undefined
  /** Sends a problem that was prepared before the error handler ran. */
  sendPending: (() => FastifyReply) | undefined
}

type OutgoingReply = FastifyReply & { [outgoingKey]?: OutgoingState }

export function outgoingOf (reply: OutgoingReply): OutgoingState {
  const known = reply[outgoingKey]
  if (known !== undefined && known !== begunWithText) return known
  const outgoing = createOutgoing(known === begunWithText)
  reply[outgoingKey] = outgoing
  return outgoing
}

function createOutgoing (hooksBegun: boolean): OutgoingState {
  return {
    hooksBegun,
    payload: undefined,
    whileHooksRun: undefined,
    afterProblem: undefined,
    sendPending: undefined
  }
}

/** The state of replies whose hooks have begun with a text. They share it, because every success has it. */
const begunWithText: OutgoingState = Object.freeze(createOutgoing(true))

/** The hooks of `onSend` begin with this payload. */
export function markHooksBegun (reply: OutgoingReply, payload: unknown): void {
  if (typeof payload === 'string' && reply[outgoingKey] === undefined) {
    reply[outgoingKey] = begunWithText
    return
  }
  const outgoing = outgoingOf(reply)
  outgoing.hooksBegun = true
  outgoing.payload = payload
}

/**
 * Sends the text of a sealed response. Where a hook of `onSend` fails now, Fastify's own handler would run the hooks
 * again, and end the process for a value that is not an Error. So a later `send` comes to `sendAgain`.
 */
export function sendText (reply: FastifyReply, text: string, error: unknown): FastifyReply {
  const outgoing = outgoingOf(reply)
  if (mustBypassHooks(outgoing, error)) return writeRaw(reply)
  const { send } = reply
  outgoing.afterProblem = { send, error }
  reply.send = sendAgain
  // The text is JSON already: hooks of `preSerialization`, serializers and response schemas are skipped, and no charset
  // is added.
  reply.serializer(asItIs)
  return send.call(reply, text)
}

function asItIs (text: string): string {
  return text
}

function sendAgain (this: OutgoingReply, payload?: unknown): FastifyReply {
  const { send, error } = this[outgoingKey]!.afterProblem!
  if (this.sent) return send.call(this)
  // Fastify removes the content type when it handles an error; a second answer of the application keeps it.
  const failed = !this.hasHeader('content-type')
  if (failed || isError(payload)) logAgain(this, payload, error)
  else this.log.warn('something was sent while a problem was being sent; it was ignored')
  return failed ? writeRaw(this) : this
}

/**
 * A hook of `onError`. While such hooks run, Fastify throws at a `send`. Where a handler sends because of its time-out,
 * this would end the process.
 */
export const tolerateSecondError = asPluginHook((
  _request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void
): void => {
  // No other code runs between this hook and the handler.
  if (hasPluginHookOnly(reply, 'onError')) return done()
  const outgoing = outgoingOf(reply)
  if (outgoing.whileHooksRun) {
    outgoing.whileHooksRun.error = error
  } else {
    outgoing.whileHooksRun = { send: reply.send, error }
    reply.send = sendWhileHooksRun
  }
  done()
})

function sendWhileHooksRun (this: OutgoingReply, payload?: unknown): FastifyReply {
  const outgoing = this[outgoingKey]!
  const { send, error } = outgoing.whileHooksRun!
  try {
    return send.call(this, payload)
  } catch (failure) {
    /* c8 ignore next -- no other error is known here; if there is one, it must not be hidden */
    if (member(failure, 'code') !== 'FST_ERR_SEND_INSIDE_ONERR') throw failure
    logAgain(this, payload, error)
    // Fastify treats the next `send` as an error.
    outgoing.hooksBegun = true
    return this
  }
}

/** For a failure after the seal: the client gets the first problem, and the log has the second failure. */
export function writeAgain (reply: FastifyReply, error: unknown): FastifyReply {
  logAgain(reply, error)
  return writeRaw(reply)
}

/** Logs a second failure, unless it is the known error, which is in the log already. */
function logAgain (reply: FastifyReply, error: unknown, known?: unknown): void {
  if (error !== known) reply.log.error({ err: toLogged(error) }, 'failed again while a problem was being sent')
}

/**
 * Whether the hooks of `onSend` must not run: they have run already, or the thrown value is not an Error. Fastify would
 * end the process where such a hook fails.
 */
export function mustBypassHooks ({ hooksBegun }: OutgoingState, error: unknown): boolean {
  try {
    return hooksBegun || (error !== undefined && !(error instanceof Error))
  } catch {
    return true
  }
}

export function writeRaw (reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>)
  reply.raw.end()
  return reply
}
