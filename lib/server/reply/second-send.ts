/**
 * From `reply.send()` to the socket. Hooks run there that can fail, or send something else: the answer is sealed by
 * then, and what is here keeps Fastify from running them again, or from ending the process.
 */
import type { FastifyReply } from 'fastify'
import { isError, member } from '../../json/untrusted.js'
import { toLogged } from '../observe.js'

const way = Symbol('fastify-problem-json.way')

/** What an own `send` of a reply stands before. Its functions are of the module, not closures: each failure has one. */
interface Sending {
  readonly send: FastifyReply['send']
  error: unknown
}

/**
 * What is known of a reply on its way out. It is one object, so that replies keep few shapes: Fastify's own code stays
 * fast with that, for successes too.
 */
interface Way {
  /** The hooks of `onSend` have begun, with this payload. */
  begun: boolean
  payload: unknown
  whileHooksRun: Sending | undefined
  afterProblem: Sending | undefined
}

type SendingReply = FastifyReply & { [way]?: Way }

function wayOf (reply: SendingReply): Way {
  const own = reply[way] ?? { begun: false, payload: undefined, whileHooksRun: undefined, afterProblem: undefined }
  reply[way] = own
  return own
}

/** The hooks of `onSend` begin with this payload. */
export function rememberPayload (reply: SendingReply, payload: unknown): void {
  const own = wayOf(reply)
  own.begun = true
  own.payload = payload
}

/** What the hooks of `onSend` began with; `undefined` where they have not run. */
export function payloadOf (reply: SendingReply): unknown {
  return reply[way]?.payload
}

/**
 * Sends the text of a sealed answer. When a hook of `onSend` fails now, Fastify's own handler comes next: it runs the
 * hooks again, and ends the process for what is no Error. So whatever is sent after it comes to `sendAgain`.
 */
export function sendText (reply: SendingReply, text: string, error: unknown): FastifyReply {
  if (mustBypassHooks(reply, error)) return writeRaw(reply)
  const { send } = reply
  wayOf(reply).afterProblem = { send, error }
  reply.send = sendAgain
  // It is JSON: no hook of `preSerialization`, no serializer and no response schema has to see it, nor a charset be added.
  reply.serializer(asItIs)
  return send.call(reply, text)
}

function asItIs (text: string): string {
  return text
}

function sendAgain (this: SendingReply, payload?: unknown): FastifyReply {
  const { send, error } = this[way]!.afterProblem!
  if (this.sent) return send.call(this)
  // Fastify takes the content type away when it handles an error; a second answer of the application keeps it.
  const failed = !this.hasHeader('content-type')
  if (failed || isError(payload)) logAgain(this, payload, error)
  else this.log.warn('something was sent while a problem was being sent; it was passed over')
  return failed ? writeRaw(this) : this
}

/**
 * While hooks of `onError` run, Fastify throws at whoever sends; where that is a handler that was told of its
 * time-out, the process ends.
 */
export function bearSecondError (reply: SendingReply, error: unknown): void {
  const own = wayOf(reply)
  if (own.whileHooksRun) {
    own.whileHooksRun.error = error
    return
  }
  own.whileHooksRun = { send: reply.send, error }
  reply.send = sendWhileHooksRun
}

function sendWhileHooksRun (this: SendingReply, payload?: unknown): FastifyReply {
  const { send, error } = this[way]!.whileHooksRun!
  try {
    return send.call(this, payload)
  } catch (failure) {
    /* c8 ignore next -- nothing else is known to be thrown here; if it is, it is not ours to hide */
    if (member(failure, 'code') !== 'FST_ERR_SEND_INSIDE_ONERR') throw failure
    logAgain(this, payload, error)
    // Fastify takes whatever is sent next for an error.
    this[way]!.begun = true
    return this
  }
}

/** A failure after the seal: the client gets the first problem, the operator hears of the second failure. */
export function writeAgain (reply: FastifyReply, error: unknown): FastifyReply {
  logAgain(reply, error)
  return writeRaw(reply)
}

/** An error that comes back is in the log already. */
function logAgain (reply: FastifyReply, error: unknown, known?: unknown): void {
  if (error !== known) reply.log.error({ err: toLogged(error) }, 'failed again while a problem was being sent')
}

/**
 * The hooks of `onSend` have run already, or would be given something that is no Error: Fastify ends the process
 * when such a hook fails once more.
 */
export function mustBypassHooks (reply: SendingReply, error: unknown): boolean {
  return reply[way]?.begun === true || (error !== undefined && !isError(error))
}

export function writeRaw (reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>)
  reply.raw.end()
  return reply
}
