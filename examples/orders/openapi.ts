/**
 * What the OpenAPI document says of the service as a whole. All else comes from the routes and the catalog.
 */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'Orders',
    version: '1.4.0',
    description: 'Orders and customers. Every failure is a problem (RFC 9457) with a stable `code`.',
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' }
  },
  servers: [{ url: '/' }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: '`ada` is a customer, `staff` may do more.' } } },
  security: [{ token: [] }]
} satisfies FastifyDynamicSwaggerOptions['openapi']
