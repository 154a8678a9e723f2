/** What libraries throw when a client is wrong, by the members that they have. The libraries themselves: integration/. */
import { test } from 'tap'
import { createService } from '../fixtures/server.js'

class AuthorizationResponseError extends Error {
  readonly code = 'OAUTH_AUTHORIZATION_RESPONSE_ERROR'
  readonly error: string
  constructor (said: string) {
    super('authorization response from the server is an error')
    this.error = said
  }
}
class FormidableError extends Error {
  constructor (readonly httpCode?: number) { super('options.maxTotalFileSize exceeded') }
}

test('a user who refuses, and a page that asks wrongly, are told apart', async (t) => {
  const { app } = await createService()
  app.get('/:error', async (request) => { throw new AuthorizationResponseError((request.params as { error: string }).error) })

  t.match((await app.inject('/access_denied')).json(), { status: 403, code: 'FORBIDDEN' })
  t.match((await app.inject('/invalid_scope')).json(), { status: 400, code: 'BAD_REQUEST' })
})

test('a form that cannot be read has the status that its reader states, if it is of the client', async (t) => {
  const { app } = await createService()
  app.get('/:status', async (request) => { throw new FormidableError(Number((request.params as { status: string }).status) || undefined) })

  t.match((await app.inject('/413')).json(), { status: 413, code: 'PAYLOAD_TOO_LARGE' })
  t.match((await app.inject('/400')).json(), { status: 400, code: 'BAD_REQUEST' })
  t.match((await app.inject('/500')).json(), { status: 500, code: 'INTERNAL_ERROR' })
  t.match((await app.inject('/none')).json(), { status: 500, code: 'INTERNAL_ERROR' })
})
