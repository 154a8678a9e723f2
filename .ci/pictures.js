/**
 * Takes the pictures of the README: the page of a code, and an operation of the OpenAPI document. `npm run build` first.
 *
 *     node .ci/pictures.js
 */
import './typescript.js'
import { fileURLToPath } from 'node:url'
import Fastify from 'fastify'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { Type } from 'typebox'
import problemJson, { defineCatalog, problemServerOptions, swaggerRefResolver } from '../dist/index.js'

const { launchBrowser } = await import('../test/fixtures/browser.ts')

const catalog = defineCatalog({
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'Order not found',
    description: 'There is no order of this number, or the caller may not see it.',
    causes: ['The number was mistyped.', 'The order was deleted.'],
    guidance: 'Show the empty state of the order page.',
    detail: 'There is no order {orderId}.',
    extensions: Type.Object({ orderId: Type.String() }),
    examples: [{ orderId: '42' }]
  },
  ORDER_SHIPPED: {
    status: 409,
    title: 'Order has been shipped',
    guidance: 'Offer to send it back instead.',
    detail: 'Order {orderId} has been shipped.',
    extensions: Type.Object({ orderId: Type.String() }),
    examples: [{ orderId: '42' }]
  }
}, { base: 'https://api.example.com/problems/' })

const app = Fastify({ ...problemServerOptions() })
await app.register(problemJson, { catalog, reference: { prefix: '/problems', title: 'Errors of the Shop API' } })
await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Shop', version: '1.0.0' } }, refResolver: swaggerRefResolver })
await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { docExpansion: 'full' } })
app.delete('/orders/:orderId', {
  schema: { summary: 'Cancel an order', params: Type.Object({ orderId: Type.String() }), problems: ['ORDER_NOT_FOUND', 'ORDER_SHIPPED'] }
}, async () => 'cancelled')
const address = await app.listen({ port: 0, host: '127.0.0.1' })

const browser = await launchBrowser()
const page = await browser.newPage({ viewport: { width: 900, height: 700 }, colorScheme: 'light' })

await page.goto(`${address}/problems/order-not-found`)
await page.screenshot({ path: pathOf('page') })

await page.goto(`${address}/docs/`)
await page.locator('.responses-wrapper').waitFor()
await page.locator('.responses-wrapper').evaluate((element) => { element.scrollIntoView() })
await page.screenshot({ path: pathOf('document') })

await browser.close()
await app.close()

function pathOf (name) {
  return fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url))
}
