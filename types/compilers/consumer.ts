/**
 * The published types, in one file that older and newer compilers read: `test/package.test.ts` runs them over it.
 * Each line below a `@ts-expect-error` must be refused. What the errors say is tested next door.
 */
import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from '@sinclair/typebox'
import problemJson, { ProblemError, defineCatalog, isProblemError, problemServerOptions } from 'fastify-problem-json'
import type { ExtensionsOf } from 'fastify-problem-json'

const shared = defineCatalog({ ACCOUNT_SUSPENDED: { status: 403, title: 'Account suspended' } })

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    detail: 'There is no order {orderId}.',
    extensions: Type.Object({ orderId: Type.String() })
  },
  OUT_OF_STOCK: {
    status: 409,
    title: 'Out of stock',
    replaces: 'CONFLICT',
    extensions: { type: 'object', properties: { sku: { type: 'string' }, left: { enum: [0, 1] } } }
  },
  PROFILE_INVALID: { status: 400, title: 'Profile invalid', refines: 'VALIDATION_ERROR' }
}, { include: [shared] })

declare module 'fastify-problem-json' {
  interface Register { catalog: typeof catalog }
}

defineCatalog({
  // @ts-expect-error an unknown placeholder
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', detail: 'There is no order {orderID}.', extensions: Type.Object({ orderId: Type.String() }) }
})
defineCatalog({
  // @ts-expect-error an extension named like a member of the format
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ status: Type.String() }) }
})
defineCatalog({
  // @ts-expect-error an unknown code
  PROFILE_INVALID: { status: 400, title: 'Profile invalid', refines: 'VALIDATION' }
})

const app = Fastify({ ...problemServerOptions(), logger: true })
await app.register(problemJson, { catalog })
// @ts-expect-error an unknown option
await app.register(problemJson, { catalog, undeclared: 'error' })

app.get('/', async (request, reply) => {
  // @ts-expect-error an unknown code
  reply.problem('ORDER_LOST')
  // @ts-expect-error a replaced code
  reply.problem('CONFLICT')
  // @ts-expect-error a missing member
  reply.problem('ORDER_NOT_FOUND')
  // @ts-expect-error a mistyped member
  reply.problem('ORDER_NOT_FOUND', { orderId: 42 })
  // @ts-expect-error an unlisted value
  reply.problem('OUT_OF_STOCK', { left: 2 })
  return reply.problem('OUT_OF_STOCK', { sku: 'A-1', left: 1, resource: 'order' })
})

const child: FastifyPluginAsync = async (instance) => {
  instance.get('/', { schema: { problems: ['ORDER_NOT_FOUND'] } }, async (request, reply) => {
    // @ts-expect-error an undeclared code
    reply.problem('ACCOUNT_SUSPENDED')
    return reply.problem('ORDER_NOT_FOUND', { orderId: '42' })
  })
  instance.get<{ Params: { orderId: string }, Reply: { 200: string } }>('/:orderId', async (request, reply) => {
    return reply.problem('ORDER_NOT_FOUND', request.params)
  })
  // @ts-expect-error an unknown code
  instance.get('/unknown', { schema: { problems: ['ORDER_LOST'] } }, async () => 'ok')
}
await app.register(child)

export function orderIdOf (error: unknown): string | undefined {
  if (error instanceof app.problems.ORDER_NOT_FOUND) return error.extensions.orderId
  if (isProblemError(error) || error instanceof ProblemError) return error.code
  // @ts-expect-error a missing member
  throw new catalog.ORDER_NOT_FOUND()
}

const inherited: ExtensionsOf<typeof catalog, 'PROFILE_INVALID'> = { errors: [{ in: 'body', pointer: '#/name', code: 'required', detail: 'It is missing.' }] }
export const problem = new catalog.PROFILE_INVALID(inherited, { cause: new Error('cause') })
