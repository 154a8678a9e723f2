/** What JWT libraries throw in a hook of the application (recorded shapes). */
import { test } from 'tap'
import { defineCatalog } from '../../lib/index.js'
import type { AnyCatalog } from '../../lib/catalog/definition.js'
import { createRecognize } from '../../lib/failures/recognize.js'

const recognize = createRecognize(defineCatalog({}) as AnyCatalog)
const context = { status: 200, header: () => undefined, method: 'GET', bodyLimit: 1, bodyMissing: false, acceptedTypes: () => [], maxValidationErrors: 1 }
const codeOf = (error: unknown) => recognize(error, context).problem.problemType.code
const named = (name: string, message: string, members: object = {}) => Object.assign(new Error(message), { name, ...members })

test('a token that a library refuses is a 401; a key that the program forgot is not', async (t) => {
  t.equal(codeOf(named('TokenExpiredError', 'jwt expired', { expiredAt: new Date() })), 'UNAUTHORIZED')
  t.equal(codeOf(named('NotBeforeError', 'jwt not active', { date: new Date() })), 'UNAUTHORIZED')
  t.equal(codeOf(named('JsonWebTokenError', 'invalid signature')), 'UNAUTHORIZED')
  t.equal(codeOf(named('JWTExpired', '"exp" claim timestamp check failed', { code: 'ERR_JWT_EXPIRED' })), 'UNAUTHORIZED')
  t.equal(codeOf(named('JsonWebTokenError', 'secret or public key must be provided')), 'INTERNAL_ERROR')
  t.equal(codeOf(named('TokenExpiredError', 'jwt expired', { statusCode: 403 })), 'FORBIDDEN')
})

test('words that anybody may throw are no mistake of the client', async (t) => {
  t.equal(codeOf(new Error('Invalid state')), 'INTERNAL_ERROR')
})
