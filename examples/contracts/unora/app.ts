/**
 * Meeting rooms. What succeeds is `{ success: true, data }`, which the plugin leaves alone.
 */
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import rateLimit from '@fastify/rate-limit'
import { Type } from '@sinclair/typebox'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import problemJson, { problemServerOptions } from 'fastify-problem-json'
import { catalog, envelope } from './catalog.ts'
import { openDatabase } from '../../orders/sqlite.ts'

interface Room { id: string, seats: number, owner: string }

const RoomId = Type.Object({ id: Type.String() })

export interface Options {
  /** Where the calendar service listens. */
  upstreamUrl?: string
}

export async function build ({ upstreamUrl = 'http://127.0.0.1:4000' }: Options = {}) {
  const app = Fastify({ ...problemServerOptions() }).withTypeProvider<TypeBoxTypeProvider>()
  await app.register(problemJson, { catalog, envelope })
  await app.register(rateLimit, { global: false })

  const db = openDatabase("CREATE TABLE rooms (id TEXT PRIMARY KEY, seats INTEGER NOT NULL, owner TEXT NOT NULL); INSERT INTO rooms VALUES ('blue', 1, 'ada'), ('red', 4, 'grace')")
  app.addHook('onClose', async () => { db.close() })
  const find = db.prepare<[string], Room>('SELECT * FROM rooms WHERE id = ?')
  const add = db.prepare<[string, number, string], Room>('INSERT INTO rooms VALUES (?, ?, ?) RETURNING *')

  const ok = (data: unknown) => ({ success: true, data })

  function findRoom (id: string): Room {
    const room = find.get(id)
    if (room === undefined) throw new catalog.NOT_FOUND({ resource: 'Room', resourceId: id })
    return room
  }

  app.get('/rooms/:id', { schema: { params: RoomId, problems: ['NOT_FOUND'] } }, async ({ params }) => ok(findRoom(params.id)))

  app.post('/rooms', {
    schema: { body: Type.Object({ id: Type.String(), seats: Type.Integer({ minimum: 1 }) }), problems: ['CONFLICT', 'UNAUTHORIZED'] }
  }, async (request) => ok(add.get(request.body.id, request.body.seats, userOf(request))))

  app.put('/rooms/:id', {
    schema: { params: RoomId, problems: ['FORBIDDEN', 'NOT_FOUND', 'UNAUTHORIZED'] }
  }, async (request) => {
    const user = userOf(request)
    const room = findRoom(request.params.id)
    if (room.owner !== user) throw new catalog.FORBIDDEN({}, { detail: 'This room belongs to somebody else.' })
    return ok(room)
  })

  // "At capacity" is the service's own word, with the catalog's time to wait; the limit is the plugin's.
  const guests = new Map<string, number>()
  app.post('/rooms/:id/guests', {
    config: { rateLimit: { max: 5, timeWindow: '1 minute' } },
    schema: { params: RoomId, problems: ['NOT_FOUND', 'RATE_LIMITED'] }
  }, async ({ params }) => {
    const { id, seats } = findRoom(params.id)
    const taken = guests.get(id) ?? 0
    if (taken >= seats) throw new catalog.RATE_LIMITED({}, { detail: 'The room is full.' })
    guests.set(id, taken + 1)
    return ok({ seats: seats - taken - 1 })
  })

  // A bug: there is no calendar of the red room.
  app.get('/rooms/:id/slots', { schema: { params: RoomId, problems: ['NOT_FOUND'] } }, async ({ params }) => {
    const slots: Record<string, string[]> = { blue: ['9:00'] }
    return ok(slots[findRoom(params.id).id]!.length)
  })

  // The migration that makes this table was forgotten.
  app.get('/bookings', { schema: { problems: ['DATABASE_ERROR'] } }, async () => ok(db.prepare('SELECT * FROM bookings').all()))

  // What fetch() throws where nobody listens says enough; an answer that cannot be used, only the caller knows.
  app.get('/calendar/:id', {
    schema: { params: RoomId, problems: ['EXTERNAL_SERVICE_ERROR', 'SERVICE_UNAVAILABLE'] }
  }, async ({ params }) => {
    const response = await fetch(`${upstreamUrl}/calendars/${encodeURIComponent(params.id)}`)
    if (!response.ok) throw new catalog.EXTERNAL_SERVICE_ERROR({ service: 'calendar' })
    return ok(await response.json())
  })

  return app
}

function userOf ({ headers }: FastifyRequest): string {
  const [scheme, user] = (headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer' || user === undefined) throw new catalog.UNAUTHORIZED()
  return user
}
