/**
 * The plugin's hook of `onSend`, which every reply passes with its payload.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { stateOf } from '../state.js'
import { asPluginHook } from '../untouched.js'
import { guardPayload } from '../streams/payload.js'
import { toConverted } from './convert.js'
import { isSealed } from './seal.js'
import { markHooksBegun } from './second-send.js'
import { prepareAndSeal } from './send.js'

/**
 * Converts an error reply that was not thrown, guards a stream, and remembers that the hooks have begun: a later error
 * must not start them again.
 */
export const problemOnSend = asPluginHook((
  _request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done
): void => {
  markHooksBegun(reply, payload)
  // A success with a text has nothing to convert, and cannot fail later.
  if (typeof payload === 'string' && reply.statusCode < 400) return done(null)
  done(null, isSealed(reply.raw) ? undefined : convert(reply, payload) ?? guard(reply, payload))
})

type Done = (error: null, payload?: unknown) => void

function guard (reply: FastifyReply, payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload)
    ? guardPayload(reply, payload)
    : undefined
}

function convert (reply: FastifyReply, payload: unknown): string | undefined {
  const state = stateOf(reply.server)
  const problem = state.convertReplies ? toConverted(state, reply, payload) : undefined
  return problem && prepareAndSeal(state, reply, { problem, origin: 'application' }, undefined).text
}
