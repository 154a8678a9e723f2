/**
 * Customers: code from before the catalog, which goes on to work, and a route with a validation problem of its own.
 */
import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AppError } from './app-error.ts'
import { authenticate, requireStaff } from './auth.ts'
import type { Store } from './database.ts'

const Customer = Type.Object({ id: Type.Integer(), email: Type.String(), name: Type.String() })

const NewCustomer = Type.Object({ email: Type.String({ format: 'email' }), name: Type.String({ minLength: 1 }) })

const Profile = Type.Object({ name: Type.String({ minLength: 2, maxLength: 40 }), birthday: Type.Optional(Type.String({ format: 'date' })) })

export const customers: FastifyPluginAsyncTypebox<{ store: Store }> = async (app, { store }) => {
  app.post('/customers', {
    schema: {
      operationId: 'signUp',
      summary: 'Sign up',
      security: [],
      body: NewCustomer,
      response: { 201: Customer },
      problems: ['EMAIL_TAKEN', 'VALIDATION_ERROR']
    }
  }, async ({ body: { email, name } }, reply) => {
    if (store.findCustomerByEmail.get(email)) throw new AppError(409, 'EMAIL_TAKEN', 'This address has an account already.')
    return reply.code(201).send(store.addCustomer.get(email, name)!)
  })

  // It declares a code that refines VALIDATION_ERROR: whatever fails validation here is that one.
  app.put('/profile', {
    onRequest: authenticate,
    bodyLimit: 256,
    schema: {
      operationId: 'changeProfile',
      summary: 'Change the own profile',
      body: Profile,
      response: { 200: Customer },
      problems: ['PAYLOAD_TOO_LARGE', 'PROFILE_INVALID', 'UNAUTHORIZED']
    }
  }, async ({ user, body }) => store.renameCustomer.get(body.name, user.customerId)!)

  // A customer who has orders is referred to by them: the database says no.
  app.delete('/customers/:customerId', {
    onRequest: [authenticate, requireStaff],
    schema: {
      operationId: 'removeCustomer',
      summary: 'Remove a customer',
      params: Type.Object({ customerId: Type.Integer({ minimum: 1 }) }),
      response: { 204: Type.Null() },
      problems: ['CONFLICT', 'FORBIDDEN', 'UNAUTHORIZED', 'VALIDATION_ERROR']
    }
  }, async ({ params }, reply) => {
    store.removeCustomer.run(params.customerId)
    return reply.code(204).send(null)
  })
}
