/** An error with nothing but a message is a bug at once; each member that says more is seen, enumerable or not. */
import { test } from 'tap'
import { causeNames } from '../../lib/failures/causes.js'
import { createService } from '../fixtures/server.js'

const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' })

const cases: ReadonlyArray<readonly [string, () => Error, PropertyDescriptorMap, number]> = [
  ['nothing', () => new Error('x'), {}, 500],
  ['a code', () => new Error('x'), { code: { value: 'ECONNREFUSED' } }, 503],
  ...causeNames.map((name) => [`a ${name}`, () => new Error('x'), { [name]: { value: refused } }, 503] as const),
  ['a list of errors', () => new Error('x'), { errors: { value: [refused] } }, 503],
  ['the response of the AWS SDK', () => new SyntaxError('Unexpected token <'), { $response: { value: { statusCode: 200, headers: {}, body: '<html>' } } }, 502],
  ['the metadata of the AWS SDK', () => new Error('x'), { $metadata: { value: { httpStatusCode: 404 } } }, 502],
  ['a response', () => new Error('x'), { response: { value: { status: 404, headers: {}, statusText: 'Not Found' } } }, 502],
  ['a number of the system', () => new Error('x'), { errno: { value: -111 }, syscall: { value: 'connect' } }, 500],
  ['a cause as the language gives it', () => new Error('x', { cause: refused }), {}, 503],
  ['a status', () => new TypeError('x'), { status: { value: 404 }, expose: { value: true } }, 404],
  ['a statusCode', () => new RangeError('x'), { statusCode: { value: 409 } }, 409],
  ['a name', () => new Error('invalid signature'), { name: { value: 'JsonWebTokenError' } }, 401],
  ['the name of another built-in class', () => new Error('x'), { name: { value: 'TypeError' } }, 500],
  ['a name that is no text', () => new Error('x'), { name: { value: Symbol('name') } }, 500]
]

for (const enumerable of [true, false]) {
  test(`a plain error with members is recognized by them, ${enumerable ? 'enumerable' : 'not enumerable'}`, async (t) => {
    const { app, log } = await createService()
    for (const [name, create, members] of cases) {
      const own = Object.fromEntries(Object.entries(members).map(([key, member]) => [key, { ...member, enumerable }]))
      app.get(`/${encodeURIComponent(name)}`, async () => { throw Object.defineProperties(create(), own) })
    }

    for (const [name, , , status] of cases) {
      log.length = 0
      t.equal((await app.inject(`/${encodeURIComponent(encodeURIComponent(name))}`)).statusCode, status, name)
      t.equal(log.length, 1, name)
    }
  })
}
