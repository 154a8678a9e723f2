/**
 * Calls of a phone campaign, and what can go wrong with them.
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import rateLimit from '@fastify/rate-limit'
import { Type } from '@sinclair/typebox'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import problemJson, { defineUpstream, problemServerOptions } from 'fastify-problem-json'
import { createAuditLog } from '../../recipes/audit-log.ts'
import type { AuditLine } from '../../recipes/audit-log.ts'
import { catalog, envelope } from './catalog.ts'

interface Session { user: string, scope: 'read' | 'write' }

const sessions: ReadonlyMap<string, Session> = new Map([
  ['ada', { user: 'ada', scope: 'write' }],
  ['guest', { user: 'guest', scope: 'read' }]
])

interface Call { id: string, agent: string, transcript?: { summary: string } }

const calls: ReadonlyMap<string, Call> = new Map([
  ['1', { id: '1', agent: 'ada', transcript: { summary: 'Wants to be called again.' } }],
  ['2', { id: '2', agent: 'grace' }]
])

const CallId = Type.Object({ callId: Type.String() })

export interface Options {
  /** Where Millis, the telephone service, listens. */
  upstreamUrl?: string
  audit?: (line: AuditLine) => void
}

export async function build ({ upstreamUrl = 'http://127.0.0.1:4000', audit = () => {} }: Options = {}) {
  const app = Fastify({ ...problemServerOptions() }).withTypeProvider<TypeBoxTypeProvider>()
  const millis = defineUpstream(catalog, { name: 'millis', codes: { 429: 'RATE_LIMITED', otherwise: 'UPSTREAM_ERROR' } })

  await app.register(problemJson, {
    catalog,
    envelope,
    onProblem: createAuditLog({ getActor: (request) => sessionOf(request)?.user, write: audit })
  })
  await app.register(rateLimit, { global: false })
  app.addHook('onRequest', async (request) => {
    if (sessionOf(request) === undefined) throw new catalog.AUTH_REQUIRED()
  })

  app.get('/calls', { schema: { querystring: Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1 })) }) } }, async () => [...calls.values()])

  app.get('/calls/:callId', { schema: { params: CallId } }, async ({ params }) => findCall(params.callId))

  app.patch('/calls/:callId', { schema: { params: CallId } }, async (request) => {
    const { user, scope } = sessionOf(request)!
    if (scope === 'read') throw new catalog.READ_ONLY_SCOPE()
    const call = findCall(request.params.callId)
    if (call.agent !== user) throw new catalog.CONFLICT({}, { detail: 'This call belongs to another agent.' })
    return call
  })

  // A bug: it forgets the calls that have no transcript.
  app.get('/calls/:callId/summary', { schema: { params: CallId } }, async ({ params }) => findCall(params.callId).transcript!.summary)

  app.post('/calls/:callId/callback', {
    schema: { params: CallId },
    config: { rateLimit: { max: 1, timeWindow: '1 minute' } }
  }, async ({ params }) => findCall(params.callId))

  // Streamed, in part where the client asks for a `Range`.
  app.get('/recordings/:recording', async (request, reply) => {
    const { recording } = request.params as { recording: string }
    const range = request.headers.range
    const response = await millis(fetch(`${upstreamUrl}/recordings/${recording}`, { headers: range === undefined ? {} : { range } }))
    for (const name of ['content-type', 'content-length', 'content-range']) {
      const value = response.headers.get(name)
      if (value !== null) reply.header(name, value)
    }
    return reply.code(response.status).send(response.body)
  })

  const running = new Set<string>()
  app.post('/exports', async (request, reply) => {
    const { user } = sessionOf(request)!
    if (running.has(user)) throw new catalog.CONFLICT({}, { detail: 'An export is in progress.' })
    running.add(user)
    return reply.code(202).send({ user })
  })

  return app
}

function sessionOf ({ headers }: FastifyRequest): Session | undefined {
  return sessions.get(headers.authorization?.replace(/^Bearer /, '') ?? '')
}

function findCall (id: string): Call {
  const call = calls.get(id)
  if (call === undefined) throw new catalog.RESOURCE_NOT_FOUND({ resource: 'Call', resourceId: id })
  return call
}
