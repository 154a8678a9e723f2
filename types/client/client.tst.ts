import { createDecoder, fetchWithRetry, isProblem } from 'fastify-problem-json/client'
import type { Codes, Decode, DecodedProblem, KnownProblem, ProblemBody, ResponseLike, UnknownProblem, ValidationItem } from 'fastify-problem-json/client'
import { orThrow, RequestError } from 'fastify-problem-json/client/throw'
import { legacyBody } from 'fastify-problem-json/client/legacy'
import type { ExtensionsOf } from 'fastify-problem-json'
import { Type } from '@sinclair/typebox'
import { defineCatalog } from 'fastify-problem-json'
import { describe, expect, test } from 'tstyche'
import { codes } from './problems.js'
import type { Problems } from './problems.js'

const catalog = defineCatalog({
  ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) },
  PROFILE_INVALID: { status: 422, title: 'Profile invalid', refines: 'VALIDATION_ERROR' }
})

type Few = Pick<typeof catalog, 'ORDER_NOT_FOUND' | 'VALIDATION_ERROR'>

declare const response: Response
declare const few: DecodedProblem<Few>
declare const generated: DecodedProblem<Problems>

function unreachable (problem: never): string {
  return problem
}

describe('an exhaustive switch', () => {
  test('compiles with every code and the unknown branch', () => {
    const show = (problem: typeof few): string => {
      switch (problem.code) {
        case 'ORDER_NOT_FOUND': return problem.extensions.orderId
        case 'VALIDATION_ERROR': return problem.extensions.errors[0]?.pointer ?? ''
        case null: return problem.rawCode ?? problem.title ?? `${problem.status}`
        default: return unreachable(problem)
      }
    }
    expect(show).type.toBe<(problem: DecodedProblem<Few>) => string>()
  })

  test('does not compile without the unknown branch', () => {
    switch (few.code) {
      case 'ORDER_NOT_FOUND': break
      case 'VALIDATION_ERROR': break
      default: expect(unreachable).type.not.toBeCallableWith(few)
    }
    // @ts-expect-error lacks ending return statement
    expect((problem: typeof few): string => {
      switch (problem.code) {
        case 'ORDER_NOT_FOUND': return problem.extensions.orderId
        case 'VALIDATION_ERROR': return problem.title ?? ''
      }
    }).type.not.toBe<never>()
  })

  test('does not compile without one of the codes', () => {
    switch (few.code) {
      case 'VALIDATION_ERROR': break
      case null: break
      default: expect(unreachable).type.not.toBeCallableWith(few)
    }
  })

  test('does not compile with a code that there is not', () => {
    switch (few.code) {
      // @ts-expect-error is not comparable
      case 'ORDER_LOST': break
    }
  })

  test('narrows to the extension members of the code, and to nothing else', () => {
    if (few.code === 'ORDER_NOT_FOUND') {
      expect(few).type.toBe<KnownProblem<'ORDER_NOT_FOUND', { orderId: string }>>()
      expect(few.extensions).type.not.toHaveProperty('errors')
    }
    if (few.code === null) {
      expect(few).type.toBe<UnknownProblem>()
      expect(few.extensions['anything']).type.toBe<unknown>()
    }
    expect(few.status).type.toBe<number>()
    expect(few.requestId).type.toBe<string | undefined>()
  })

  test('works with the types of a generated module', () => {
    switch (generated.code) {
      case 'ORDER_NOT_FOUND': expect(generated.extensions.orderId).type.toBe<number>(); break
      case 'RATE_LIMITED': expect(generated.extensions).type.not.toHaveProperty('orderId'); break
      case null: expect(generated.rawCode).type.toBe<string | undefined>(); break
      default: unreachable(generated)
    }
  })
})

describe('createDecoder', () => {
  test('takes the types from the catalog itself', () => {
    expect(createDecoder(catalog)).type.toBe<Decode<DecodedProblem<typeof catalog>>>()
    expect<ExtensionsOf<typeof catalog, 'PROFILE_INVALID'>>().type.toHaveProperty('errors')
  })

  test('takes the types from the type of a catalog, and its codes from a record', () => {
    expect(createDecoder<Few>({ ORDER_NOT_FOUND: true, VALIDATION_ERROR: true })).type
      .toBe<Decode<DecodedProblem<Few>>>()
    expect(createDecoder<Problems>(codes)).type.toBe<Decode<DecodedProblem<Problems>>>()
    expect(createDecoder<Problems>(codes)(response)).type.toBe<Promise<DecodedProblem<Problems>>>()
  })

  test('refuses a record that leaves a code out, or has one too many', () => {
    expect(createDecoder<Few>).type.not.toBeCallableWith({ ORDER_NOT_FOUND: true })
    expect(createDecoder<Few>).type.not.toBeCallableWith({ ORDER_NOT_FOUND: true, VALIDATION_ERROR: true, ORDER_LOST: true })
    expect(createDecoder<typeof catalog>).type.not.toBeCallableWith({ ORDER_NOT_FOUND: true })
    expect<{ ORDER_NOT_FOUND: true }>().type.not.toBeAssignableTo<Codes<Few>>()
  })

  test('knows the codes of a plain record, without extension members', () => {
    expect(createDecoder({ ORDER_NOT_FOUND: true })(response)).type
      .toBe<Promise<KnownProblem<'ORDER_NOT_FOUND'> | UnknownProblem>>()
  })

  test('refuses an option that there is not', () => {
    expect(createDecoder<Problems>).type.toBeCallableWith(codes, { requestIdHeader: 'x-trace' })
    expect(createDecoder<Problems>).type.not.toBeCallableWith(codes, { header: 'x-trace' })
  })
})

describe('the other functions', () => {
  test('fetchWithRetry has the types of the platform', () => {
    expect(fetchWithRetry).type.toBeCallableWith('/orders', { method: 'POST', signal: AbortSignal.timeout(1) }, { retries: 1 })
    expect(fetchWithRetry).type.toBeCallableWith(new Request('/orders'), undefined, { fetch })
    expect(fetchWithRetry).type.not.toBeCallableWith('/orders', { method: 1 })
    expect(fetchWithRetry).type.not.toBeCallableWith('/orders', {}, { limit: 1 })
    expect(fetchWithRetry('/orders')).type.toBe<Promise<Response>>()
  })

  test('isProblem tells the wire form', () => {
    const value: unknown = undefined
    if (isProblem(value)) expect(value).type.toBe<ProblemBody>()
  })

  test('legacyBody gives what the decoder takes', () => {
    expect(legacyBody(response, 'errorText')).type.toBe<ResponseLike>()
    expect(legacyBody).type.not.toBeCallableWith(response, 'text')
  })
})

describe('members of every problem', () => {
  const withTrace = defineCatalog({
    ORDER_NOT_FOUND: { status: 404, title: 'Order not found', extensions: Type.Object({ orderId: Type.String() }) }
  }, { members: Type.Object({ traceId: Type.String(), build: Type.Optional(Type.Integer()) }) })
  type Traced = Extract<DecodedProblem<typeof withTrace>, { code: 'ORDER_NOT_FOUND' | 'CONFLICT' }>['extensions']

  test('are optional beside the extensions of each code, and no argument of a throw', () => {
    expect<Traced['traceId']>().type.toBe<string | undefined>()
    expect<Traced['build']>().type.toBe<number | undefined>()
    expect(withTrace.ORDER_NOT_FOUND).type.toBeConstructableWith({ orderId: '1' })
    expect(withTrace.ORDER_NOT_FOUND).type.not.toBeConstructableWith({ orderId: '1', traceId: '2' })
  })
})

describe('what goes in', () => {
  test('a decoder takes what a client has read already', () => {
    const decode = createDecoder<Problems>(codes)
    expect(decode).type.toBeCallableWith({ status: 404, body: {} })
    expect(decode).type.toBeCallableWith({ status: 404, headers: new Headers(), body: null })
    expect(decode).type.toBeCallableWith({ status: 404, headers: { 'content-type': 'application/problem+json' }, body: 'text' })
    expect(decode).type.not.toBeCallableWith({ status: 404 })
    expect(decode).type.not.toBeCallableWith({ body: {} })
  })

  test('a list of codes is a union of them, whose extension members are unknown', async () => {
    const problem = await createDecoder(['ORDER_NOT_FOUND', 'ORDER_LOCKED'])(response)
    expect(problem.code).type.toBe<'ORDER_NOT_FOUND' | 'ORDER_LOCKED' | null>()
    if (problem.code === 'ORDER_NOT_FOUND') expect(problem.extensions['orderId']).type.toBe<unknown>()
  })

  test('a list cannot stand for all codes of a catalog', () => {
    // @ts-expect-error is not assignable to parameter of type
    createDecoder<Problems>(['ORDER_NOT_FOUND'])
    // @ts-expect-error Property 'RATE_LIMITED' is missing
    createDecoder<Problems>({ ORDER_NOT_FOUND: true })
  })
})

test('the throwable form has the union', async () => {
  const decode = createDecoder<Problems>(codes)
  expect(await orThrow(fetch('/'), decode)).type.toBe<Response>()
  const error = new RequestError(generated)
  if (error.problem.code === 'ORDER_NOT_FOUND') expect(error.problem.extensions.orderId).type.toBe<number>()
})

test('an entry of `errors` has a type here, too', () => {
  expect<ValidationItem['pointer']>().type.toBe<string | undefined>()
})

test('a list of anything but codes does not compile', () => {
  // @ts-expect-error No overload matches this call
  createDecoder(['ORDER_NOT_FOUND', 5])
  // @ts-expect-error No overload matches this call
  createDecoder([{ code: 'ORDER_NOT_FOUND' }])
})
