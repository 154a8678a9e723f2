/** The service of docs/schema-libraries.md, with zod from end to end, runs as it stands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import tap, { test } from 'tap'
import type { FastifyInstance } from 'fastify'
import { fencesOf, readPage, root } from '../../../test/fixtures/docs/blocks.js'

const [, section = ''] = readPage('docs/schema-libraries.md').split('## zod, from end to end')
const [program] = fencesOf(section)
mkdirSync(join(root, '.tap'), { recursive: true })
const folder = mkdtempSync(join(root, '.tap/zod-'))
tap.teardown(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'seats.ts'), program!.code)
const { buildSeats } = await import(pathToFileURL(join(folder, 'seats.ts')).href) as { buildSeats: () => Promise<FastifyInstance> }

const app = await buildSeats()
tap.teardown(() => app.close())
const book = (seat?: string) => app.inject({ method: 'POST', url: '/bookings', payload: { seat } })

test('a seat is booked, is taken, or is none', async (t) => {
  t.strictSame((await book('5C')).json(), { seat: '5C' })
  t.match((await book('4A')).json(), { status: 409, code: 'SEAT_TAKEN', detail: 'Seat 4A is taken.', seat: '4A', free: ['4B'] })
  t.match((await book('4')).json(), { status: 400, code: 'VALIDATION_ERROR', errors: [{ in: 'body', pointer: '#/seat', code: 'minLength', limit: 2 }] })
  t.match((await book()).json(), { status: 400, code: 'VALIDATION_ERROR', errors: [{ in: 'body', pointer: '#/seat' }] })
})

test('its OpenAPI document has the members of zod', async (t) => {
  await app.ready()
  const document = app.swagger() as { paths: Record<string, { post: { responses: object } }>, components: { schemas: Record<string, object> } }

  t.match(document.paths['/bookings']!.post.responses, { 200: {}, 409: {}, 400: {} })
  t.match(JSON.stringify(document.components), '"free":{"type":"array"')
})
