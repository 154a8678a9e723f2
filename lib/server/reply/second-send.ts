/**
 * From `reply.send()` to the socket. Hooks run there that can fail, or send something else; what is here keeps Fastify
 * from running them again, and from ending the process. It does not know what a problem is.
 *
 * Who stands before Fastify's and Node's own methods, from the first to the last:
 *
 * - `reply.send`, by `sendWhileHooksRun` here, when an error reaches `onError`: Fastify throws at whoever sends
 *   while these hooks run.
 * - `reply.send`, by `sendPrepared` of entrances/early-routes, after it and on an early route: that route's handler
 *   knows nothing of problems.
 * - `raw.writeHead`, `write`, `end` and `addTrailers`, by the `sealed…` of reply/seal, when a problem was prepared:
 *   hooks and serializers may write something else.
 * - `reply.send`, by `sendAgain` here, when the text of the problem is sent: a hook of `onSend` that fails makes
 *   Fastify send again.
 *
 * Each calls the one that it replaced. The problem's text goes through all of them, and the seal has the last word.
 * Where all hooks are the plugin's, nobody stands there, and the problem is written at once: see untouched.ts.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isError, member } from '../../json/untrusted.js'
import { toLogged } from '../observe/logged-error.js'
import { asOwnHook, hasOwnHookOnly, outgoingKey } from '../untouched.js'

/**
 * The `send` that ours replaced, and the error that was being answered. Module functions, because every failure
 * installs one.
 */
interface ReplacedSend {
  readonly send: FastifyReply['send']
  error: unknown
}

/** One object per reply keeps the hidden class of Fastify's replies stable, which keeps successes fast, too. */
interface OutgoingState {
  /** The hooks of `onSend` have begun, with this payload. */
  hooksBegun: boolean
  payload: unknown
  /** The raw response carries a problem, whatever is sent now. */
  sealed: boolean
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
    sealed: false,
    whileHooksRun: undefined,
    afterProblem: undefined,
    sendPending: undefined
  }
}

/** Shared by all replies that nothing more is known of: every success would make one of its own. */
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
 * Sends the text of a sealed response. When a hook of `onSend` fails now, Fastify's own handler comes next: it runs the
 * hooks again, and ends the process for what is not an Error. So a later `send` comes to `sendAgain`.
 */
export function sendText (reply: FastifyReply, text: string, error: unknown): FastifyReply {
  const outgoing = outgoingOf(reply)
  if (mustBypassHooks(outgoing, error)) return writeRaw(reply)
  const { send } = reply
  outgoing.afterProblem = { send, error }
  reply.send = sendAgain
  // It is JSON: no hook of `preSerialization`, no serializer and no response schema has to see it, and no charset is
  // added.
  reply.serializer(asItIs)
  return send.call(reply, text)
}

function asItIs (text: string): string {
  return text
}

function sendAgain (this: OutgoingReply, payload?: unknown): FastifyReply {
  const { send, error } = this[outgoingKey]!.afterProblem!
  if (this.sent) return send.call(this)
  // Fastify takes the content type away when it handles an error; a second answer of the application keeps it.
  const failed = !this.hasHeader('content-type')
  if (failed || isError(payload)) logAgain(this, payload, error)
  else this.log.warn('something was sent while a problem was being sent; it was passed over')
  return failed ? writeRaw(this) : this
}

/**
 * A hook of `onError`. While such hooks run, Fastify throws at whoever sends; where that is a handler that learned of
 * its time-out, the process ends.
 */
export const tolerateSecondError = asOwnHook((
  _request: FastifyRequest, reply: FastifyReply, error: unknown, done: () => void
): void => {
  // Nobody's code runs between this hook and the handler.
  if (hasOwnHookOnly(reply, 'onError')) return done()
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
    /* c8 ignore next -- nothing else is known to be thrown here; if it is, it is not ours to hide */
    if (member(failure, 'code') !== 'FST_ERR_SEND_INSIDE_ONERR') throw failure
    logAgain(this, payload, error)
    // Fastify takes whatever is sent next for an error.
    outgoing.hooksBegun = true
    return this
  }
}

/** A failure after the seal: the client gets the first problem, the operator reads of the second failure. */
export function writeAgain (reply: FastifyReply, error: unknown): FastifyReply {
  logAgain(reply, error)
  return writeRaw(reply)
}

/** An error that comes back is in the log already. */
function logAgain (reply: FastifyReply, error: unknown, known?: unknown): void {
  if (error !== known) reply.log.error({ err: toLogged(error) }, 'failed again while a problem was being sent')
}

/**
 * The hooks of `onSend` have run already, or would get something that is not an Error: Fastify ends the process when
 * such a hook fails once more.
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
