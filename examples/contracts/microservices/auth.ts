/**
 * Signing in: a session, a second factor, a one-time code, and a key that signs a challenge.
 */
import { createPublicKey, verify } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { catalog } from './catalog.ts'

interface Session { expires: number, secondFactor: boolean }

const sessions: ReadonlyMap<string, Session> = new Map([
  ['ada', { expires: Infinity, secondFactor: true }],
  ['grace', { expires: Infinity, secondFactor: false }],
  ['yesterday', { expires: 0, secondFactor: true }]
])

const oneTimeCodes: ReadonlyMap<string, number> = new Map([['123456', Infinity], ['000000', 0]])

// The key that the user's device registered.
const publicKey = createPublicKey({ key: Buffer.from('MCowBQYDK2VwAyEALp9QqVS9c1Ts7GeIrDt1BkynK+mdQ+pnZo3lpK+qkBk=', 'base64'), format: 'der', type: 'spki' })

export async function authenticate ({ headers }: FastifyRequest) {
  sessionOf(headers.authorization)
}

function sessionOf (authorization = ''): Session {
  const session = sessions.get(authorization.replace(/^Bearer /, ''))
  if (session === undefined) throw new catalog.AUTH_INVALID_TOKEN()
  if (session.expires < Date.now()) throw new catalog.AUTH_SESSION_EXPIRED()
  return session
}

export const auth: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/secrets', async ({ headers }) => {
    if (!sessionOf(headers.authorization).secondFactor) throw new catalog.AUTH_MFA_REQUIRED()
    return { secrets: [] }
  })

  app.post('/auth/otp', { schema: { body: Type.Object({ code: Type.String() }) } }, async ({ body }) => {
    const expires = oneTimeCodes.get(body.code)
    if (expires === undefined) throw new catalog.AUTH_OTP_INVALID()
    if (expires < Date.now()) throw new catalog.AUTH_OTP_EXPIRED()
    return { token: 'ada' }
  })

  app.post('/auth/webauthn', { schema: { body: Type.Object({ signature: Type.String() }) } }, async ({ body }) => {
    const signed = verify(null, Buffer.from('challenge'), publicKey, Buffer.from(body.signature, 'base64'))
    if (!signed) throw new catalog.AUTH_WEBAUTHN_FAILED()
    return { token: 'ada' }
  })
}
