/**
 * Sign-in, runs of an agent, and a profile with a picture. No envelope: this team has moved already.
 */
import Fastify from 'fastify'
import rateLimit from '@fastify/rate-limit'
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import problemJson, { defineUpstream, problemServerOptions } from 'fastify-problem-json'
import { catalog } from './catalog.ts'

export interface Options {
  /** Where the sign-in service and the storage listen. */
  upstreamUrl?: string
}

export async function build ({ upstreamUrl = 'http://127.0.0.1:4000' }: Options = {}) {
  const app = Fastify({ ...problemServerOptions() }).withTypeProvider<TypeBoxTypeProvider>()
  await app.register(problemJson, { catalog })
  await app.register(rateLimit, { global: false })
  await app.register(auth, { upstreamUrl })
  await app.register(agent, { upstreamUrl })
  await app.register(profile, { upstreamUrl })
  return app
}

const Phone = Type.Object({ phone: Type.String() })

const auth: FastifyPluginAsyncTypebox<{ upstreamUrl: string }> = async (app, { upstreamUrl }) => {
  const signIn = defineUpstream(catalog, { name: 'auth', codes: { unavailable: 'AUTH_SERVICE_UNAVAILABLE', otherwise: 'AUTH_SERVICE_UNAVAILABLE' } })

  app.post('/auth/codes', {
    config: { rateLimit: { max: 2, timeWindow: '1 minute' } },
    schema: { body: Phone, problems: ['AUTH_SERVICE_UNAVAILABLE', 'AUTH_TOO_MANY_REQUESTS'] }
  }, async ({ body }) => {
    await signIn(fetch(`${upstreamUrl}/codes/${encodeURIComponent(body.phone)}`, { method: 'POST' }))
    return { sent: true }
  })

  app.post('/auth/verify', { schema: { body: Type.Object({ phone: Type.String(), code: Type.String() }) } }, async ({ body }) => {
    if (body.phone !== '555-1') throw new catalog.AUTH_USER_NOT_FOUND()
    if (body.code !== '123456') throw new catalog.AUTH_VERIFICATION_CODE_INVALID()
    return { refreshToken: 'r1' }
  })

  const tokens = new Set(['r1'])
  app.post('/auth/refresh', { schema: { body: Type.Object({ refreshToken: Type.String() }) } }, async ({ body }) => {
    if (!tokens.has(body.refreshToken)) throw new catalog.AUTH_REFRESH_TOKEN_INVALID()
    return { accessToken: 'a1' }
  })

  app.post('/auth/logout', { schema: { body: Type.Object({ refreshToken: Type.Optional(Type.String()) }) } }, async ({ body }) => {
    if (body.refreshToken === undefined) throw new catalog.AUTH_REFRESH_TOKEN_MISSING()
    return { bye: true }
  })
}

const maxRuns = 4
const balance = 100
const prices = { short: 0, long: 1000 }

const agent: FastifyPluginAsyncTypebox<{ upstreamUrl: string }> = async (app, { upstreamUrl }) => {
  const runs = new Map<string, number>()

  // Whether the payload is there, the schema says; which code that is, the route.
  app.post('/sessions/:kind/runs', {
    schema: {
      body: Type.Object({ forwardedProps: Type.Object({ divinationPayload: Type.Object({}) }) }),
      problems: ['AGENT_DIVINATION_PAYLOAD_REQUIRED', 'AGENT_SESSION_RUN_LIMIT_EXCEEDED', 'POINTS_INSUFFICIENT_BALANCE']
    }
  }, async (request) => {
    const { kind } = request.params as { kind: keyof typeof prices }
    const run = (runs.get(kind) ?? 0) + 1
    if (run > maxRuns) throw new catalog.AGENT_SESSION_RUN_LIMIT_EXCEEDED()
    if (prices[kind] > balance) throw new catalog.POINTS_INSUFFICIENT_BALANCE()
    runs.set(kind, run)
    return { run }
  })

  app.get('/runs/:id', { schema: { params: Type.Object({ id: Type.String() }) } }, async ({ params }) => {
    const response = await fetch(`${upstreamUrl}/outputs/${encodeURIComponent(params.id)}`)
    const output = await response.json() as { divination_derived?: unknown }
    if (typeof output.divination_derived !== 'string') throw new catalog.AGENT_OUTPUT_DIVINATION_INVALID()
    return output
  })
}

const pictureTypes = ['image/png', 'image/jpeg']
const maxPicture = 64

const profile: FastifyPluginAsyncTypebox<{ upstreamUrl: string }> = async (app, { upstreamUrl }) => {
  const signing = defineUpstream(catalog, { name: 'storage', codes: { otherwise: 'AVATAR_SIGNED_URL_FAILED', unavailable: 'AVATAR_SIGNED_URL_FAILED', timeout: 'AVATAR_SIGNED_URL_FAILED' } })
  const storing = defineUpstream(catalog, { name: 'storage', codes: { otherwise: 'AVATAR_UPLOAD_FAILED', unavailable: 'AVATAR_UPLOAD_FAILED', timeout: 'AVATAR_UPLOAD_FAILED' } })

  app.put('/profile', {
    schema: { body: Type.Object({ name: Type.String({ minLength: 2 }) }), problems: ['PROFILE_PAYLOAD_INVALID'] }
  }, async ({ body }) => body)

  const profiles = new Map([['ada', { name: 'Ada' }]])
  app.get('/profiles/:user', { schema: { params: Type.Object({ user: Type.String() }) } }, async ({ params }) => {
    const found = profiles.get(params.user)
    if (found === undefined) throw new catalog.PROFILE_NOT_FOUND()
    return found
  })

  // Ada is signed in.
  const own = (user: string) => {
    if (user !== 'ada') throw new catalog.AVATAR_PATH_SCOPE_INVALID()
  }
  const File = Type.Object({ user: Type.String(), file: Type.String() })

  app.post('/avatars/:user/:file/url', { schema: { params: File } }, async ({ params: { user, file } }) => {
    own(user)
    await signing(fetch(`${upstreamUrl}/signatures/${encodeURIComponent(file)}`))
    return { url: `https://storage.example/${user}/${file}` }
  })

  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.put('/avatars/:user/:file', { schema: { params: File } }, async ({ params: { user, file }, headers, body }) => {
    own(user)
    const picture = body as Buffer<ArrayBuffer>
    if (!pictureTypes.includes(headers['content-type'] ?? '') || picture.length > maxPicture) throw new catalog.AVATAR_FILE_INVALID()
    await storing(fetch(`${upstreamUrl}/pictures/${encodeURIComponent(file)}`, { method: 'PUT', body: picture }))
    return { stored: true }
  })
}
