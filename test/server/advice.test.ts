/** What the log advises those who write a service. */
import { Type } from '@sinclair/typebox'
import { test } from 'tap'
import type { Test } from 'tap'
import { defineCatalog } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/index.js'
import { createService } from '../fixtures/server.js'

const item = Type.Object({ sku: Type.String({ maxLength: 5 }) }, { additionalProperties: false })
const catalog = defineCatalog({
  ORDER_LOST: { status: 404, title: 'Order lost', extensions: Type.Object({ orderId: Type.String() }) },
  ITEMS_GONE: { status: 409, title: 'Items gone', extensions: Type.Object({ items: Type.Array(item), first: Type.Optional(item) }) }
})

/** `undefined`: not set, as on most laptops. */
function setEnvironment (t: Test, value: string | undefined): void {
  const before = process.env['NODE_ENV']
  t.teardown(() => { if (before === undefined) delete process.env['NODE_ENV']; else process.env['NODE_ENV'] = before })
  if (value === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = value
}

async function serve (codes?: readonly string[]) {
  const { app, log } = await createService({ catalog: catalog as unknown as AnyCatalog })
  app.post('/orders/:id', { ...codes && { schema: { problems: codes as never } } }, async (request, reply) => {
    const [code, extensions] = request.body as [never, never]
    return reply.problem(code, extensions)
  })
  const warnings = () => log.filter(({ level }) => level === 40).map(({ msg }) => msg)
  const send = async (code: string, extensions: object) => await app.inject({ method: 'POST', url: '/orders/1', payload: [code, extensions] })
  return { app, send, warnings }
}

test('a misfit names the route, the code, the member and the rule, and no value', async (t) => {
  setEnvironment(t, undefined)
  const misfits: ReadonlyArray<readonly [string, object, RegExp]> = [
    ['ORDER_LOST', {}, /^POST \/orders\/:id gave 'ORDER_LOST' no extension 'orderId', which is required/],
    ['ORDER_LOST', { orderId: 417_234 }, /'ORDER_LOST' an extension 'orderId' that must fit type: "string", got number/],
    ['ITEMS_GONE', { items: [{ sku: '1' }, { sku: '417234' }] }, /'ITEMS_GONE' an extension 'items\/1\/sku' that must fit maxLength: 5, got string/],
    ['ITEMS_GONE', { items: [{}] }, /'ITEMS_GONE' no extension 'items\/0\/sku', which is required/],
    ['ITEMS_GONE', { items: [], first: null }, /an extension 'first' that must fit type: "object", got null/],
    ['ITEMS_GONE', { items: [], first: { sku: '1', other: 417_234 } }, /an extension 'first\/other', which its schema excludes by additionalProperties: it was left out/]
  ]
  for (const [code, extensions, text] of misfits) {
    const { send, warnings } = await serve()

    await send(code, extensions)
    await send(code, extensions)

    const [warning, ...others] = warnings()
    t.match(warning, text)
    t.notMatch(warning, '417')
    t.strictSame(others, [], 'once')
  }
})

test('a misfit is told once per route and rule, not once per code', async (t) => {
  setEnvironment(t, undefined)
  const { send, warnings } = await serve()

  for (const extensions of [{}, { orderId: 1 }, { orderId: 2 }, { orderId: [] }]) await send('ORDER_LOST', extensions)

  t.equal(warnings().length, 2)
})

test('a misfit outside a reply is told, too', async (t) => {
  setEnvironment(t, undefined)
  const { app, warnings } = await serve()

  app.reportProblem(new catalog.ORDER_LOST({} as never))

  t.match(warnings(), [/^A failure outside a request gave 'ORDER_LOST' no extension 'orderId'/])
})

for (const [environment, count] of [[undefined, 2], ['development', 2], ['test', 2], ['production', 0]] as const) {
  test(`undeclared codes and misfits warn everywhere but in production (NODE_ENV ${environment})`, async (t) => {
    setEnvironment(t, environment)
    const { send, warnings } = await serve([])

    await send('ORDER_LOST', {})

    t.equal(warnings().length, count)
  })
}
