/**
 * The plugin's hook of `onSend`: every reply passes here with its payload.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { stateOf } from '../state.js'
import { asOwnHook } from '../untouched.js'
import { guardPayload } from '../streams/payload.js'
import { toConverted } from './convert.js'
import { isSealed } from './seal.js'
import { markHooksBegun } from './second-send.js'
import { prepareAndSeal } from './send.js'

/**
 * An error reply that was never thrown becomes a problem, a stream that fails is reported, and an error that comes
 * later must not start these hooks again.
 */
export const problemOnSend = asOwnHook((
  _request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done
): void => {
  markHooksBegun(reply, payload)
  // A success: there is nothing to convert, and nothing that fails later.
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
