/**
 * Replies that no other code has changed, and that have only the plugin's hooks: nothing comes between their problem
 * and the socket. Fastify keeps this under symbols; in a release without these symbols, no reply counts as untouched.
 */
import type { FastifyReply } from 'fastify'

/** Fastify binds each hook to its instance, so only the name shows whose it is. */
const pluginName = 'fastify-problem-json'

export function asPluginHook<Hook extends (...args: never[]) => unknown> (hook: Hook): Hook {
  return Object.defineProperty(hook, 'name', { value: pluginName })
}

/** The key of a reply's state for a later answer: see reply/second-send.ts. */
export const outgoingKey = Symbol('fastify-problem-json.outgoing')

type Headers = Record<string, unknown>
type Hooks = ReadonlyArray<{ readonly name: string }>
type Context = Readonly<Record<'onSend' | 'onError', Hooks | null>>
type Known = Readonly<Record<symbol, Context | undefined>>

let contextKey: symbol | undefined
let headersKey: symbol | undefined

export function hasPluginHookOnly ({ request }: FastifyReply, kind: keyof Context): boolean {
  contextKey ??= symbolOf(request, 'fastify.context')
  const hooks = (request as unknown as Known)[contextKey!]?.[kind]
  return hooks?.length === 1 && isPluginHook(hooks)
}

/** The hooks of a route → whether they are the plugin's: to read the name of a bound function costs more. */
const known = new WeakMap<Hooks, boolean>()

function isPluginHook (hooks: Hooks): boolean {
  let isPlugins = known.get(hooks)
  if (isPlugins === undefined) {
    isPlugins = hooks[0]!.name === `bound ${pluginName}`
    known.set(hooks, isPlugins)
  }
  return isPlugins
}

/** Whether a text that is sent now would reach the socket at once and unchanged. */
export function isUntouched (reply: FastifyReply): boolean {
  headersKey ??= symbolOf(reply, 'fastify.reply.headers')
  return headersKey !== undefined && !(outgoingKey in reply) && !Object.hasOwn(reply, 'send') &&
    hasPluginHookOnly(reply, 'onSend')
}

/**
 * Gives such a reply these headers, and returns all its headers. A reply without headers takes the object itself, so
 * that nothing is copied. Cookies are copied, because Fastify adds further ones to the list.
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
