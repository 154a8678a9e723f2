/**
 * Replies that nobody has touched, and whose hooks are the plugin's only: nothing comes between their problem and the
 * socket. What tells is what Fastify keeps under symbols of its own; where a release does not, no reply counts as such.
 */
import type { FastifyReply } from 'fastify'

/** Fastify binds each hook to its instance: only the name tells whose it is. */
const ownName = 'fastify-problem-json'

export function asOwnHook<Hook extends (...args: never[]) => unknown> (hook: Hook): Hook {
  return Object.defineProperty(hook, 'name', { value: ownName })
}

/** Where the reply keeps what happened to it that a later answer has to know of: see reply/second-send.ts. */
export const outgoingKey = Symbol('fastify-problem-json.outgoing')

type Headers = Record<string, unknown>
type Hooks = ReadonlyArray<{ readonly name: string }>
type Context = Readonly<Record<'onSend' | 'onError', Hooks | null>>
type Known = Readonly<Record<symbol, Context | undefined>>

let contextKey: symbol | undefined
let headersKey: symbol | undefined

export function hasOwnHookOnly ({ request }: FastifyReply, kind: keyof Context): boolean {
  contextKey ??= symbolOf(request, 'fastify.context')
  const hooks = (request as unknown as Known)[contextKey!]?.[kind]
  return hooks?.length === 1 && isOwn(hooks)
}

/** Those of each route, which are made at its start: to read the name of a bound function costs more. */
const known = new WeakMap<Hooks, boolean>()

function isOwn (hooks: Hooks): boolean {
  let own = known.get(hooks)
  if (own === undefined) {
    own = hooks[0]!.name === `bound ${ownName}`
    known.set(hooks, own)
  }
  return own
}

/** Whether a text that is sent now would reach the socket at once, and as it is. */
export function isUntouched (reply: FastifyReply): boolean {
  headersKey ??= symbolOf(reply, 'fastify.reply.headers')
  return headersKey !== undefined && !(outgoingKey in reply) && !Object.hasOwn(reply, 'send') &&
    hasOwnHookOnly(reply, 'onSend')
}

/**
 * The headers of such a reply, these included. Where it had none, these are its own now: nothing is copied. But
 * Fastify adds cookies to a list that it has copied.
 */
export function giveHeaders (reply: FastifyReply, headers: Headers): Headers {
  const known = reply as unknown as Record<symbol, Headers>
  const own = known[headersKey!]!
  if (headers['set-cookie'] !== undefined) for (const name in headers) reply.header(name, headers[name])
  else if (Object.keys(own).length === 0) known[headersKey!] = headers
  else Object.assign(own, headers)
  return known[headersKey!]!
}

function symbolOf (value: object, name: string): symbol | undefined {
  return Object.getOwnPropertySymbols(value).find(({ description }) => description === name)
}
