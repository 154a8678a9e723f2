import { test } from 'tap'
import { defineCatalog } from '../../lib/catalog/define/index.js'
import { reservedMembers } from '../../lib/catalog/definition.js'
import type { AnyCatalog } from '../../lib/catalog/definition.js'
import { toDetails } from '../../lib/catalog/problem/details.js'
import { toExampleBody } from '../../lib/contract/docs/example.js'
import { createSnapshot } from '../../lib/contract/index.js'
import { codeSchema } from '../../lib/openapi/schema.js'
import { createProblemRepresentation } from '../../lib/representation/problem.js'

const catalog = defineCatalog({
  ORDER_BLOCKED: { status: 409, title: 'Order blocked' },
  ORDER_LOCKED: {
    status: 409,
    title: 'Order locked',
    detail: 'Order {orderId} is locked.',
    extensions: { type: 'object', properties: { orderId: { type: 'string' } } },
    retry: 'any',
    retryAfter: 5,
    action: 'wait',
    refines: 'ORDER_BLOCKED',
    guidance: 'Wait.'
  }
}, { wire: ['guidance'] }) as unknown as AnyCatalog

test('all that writes a problem has the same members in the same order', async (t) => {
  const problemType = catalog['ORDER_LOCKED']!
  const problem = { problemType, extensions: { orderId: '42' }, retryAfter: 5 }
  const { problems } = createSnapshot(catalog)
  const all = [...reservedMembers, 'orderId']

  t.strictSame(Object.keys(toDetails(problem, 'urn:uuid:1')), all)
  t.strictSame(Object.keys(JSON.parse(createProblemRepresentation(catalog).render(problem, 'urn:uuid:1'))), all)
  t.strictSame(Object.keys(codeSchema(problemType)['properties'] as object), all)
  t.strictSame(Object.keys(toExampleBody('ORDER_LOCKED', problems['ORDER_LOCKED']!, { orderId: '42' })), all)
})
