/**
 * Who is calling: a bearer token, looked up in a table that stands for your identity provider.
 */
import type { FastifyRequest } from 'fastify'
import { catalog } from './catalog.ts'

export interface User {
  customerId: number
  role: 'customer' | 'staff'
}

declare module 'fastify' {
  interface FastifyRequest { user: User }
}

const users: ReadonlyMap<string, User> = new Map([
  ['ada', { customerId: 1, role: 'customer' }],
  ['staff', { customerId: 2, role: 'staff' }]
])

// A problem can be thrown from anywhere; the hook need not know about replies.
export async function authenticate (request: FastifyRequest) {
  const token = request.headers.authorization?.replace(/^Bearer /i, '')
  const user = users.get(token ?? '')
  if (!user) throw new catalog.UNAUTHORIZED()
  request.user = user
}

export async function requireStaff ({ user }: FastifyRequest) {
  if (user.role !== 'staff') throw new catalog.FORBIDDEN({}, { detail: 'Only the staff may do this.' })
}
