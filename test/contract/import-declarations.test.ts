/** How libraries declare their errors: compiled enums, unions, tables of numbers, lists of names, classes. */
import { test } from 'tap'
import { importFiles } from '../../lib/contract/index.js'

/** Code → status, or the number that is its legacy code, or `null` where nothing is known. */
async function read (name: string, text: string) {
  const { definitions, undecided = {}, notes } = await importFiles([{ name, text }])
  const waiting = Object.entries(undecided).map(([code, { legacyCode }]) => [code, legacyCode ?? null] as const)
  const codes = Object.fromEntries([...Object.entries(definitions).map(([code, { status }]) => [code, status] as const), ...waiting])
  return { codes, notes }
}

test('enums as TypeScript and bundlers write them in JavaScript', async (t) => {
  t.same((await read('status.js', `
    var HttpStatus
    (function (HttpStatus) {
      HttpStatus[HttpStatus["OK"] = 200] = "OK"
      HttpStatus[HttpStatus["SEAT_TAKEN"] = 409] = "SEAT_TAKEN"
      HttpStatus[HttpStatus["CONTENT_DIFFERENT"] = 210] = "CONTENT_DIFFERENT"
    })(HttpStatus || (HttpStatus = {}))
  `)).codes, { SEAT_TAKEN: 409 })
  t.same((await read('errors.js', `
    let ErrorCode = /* @__PURE__ */ function(ErrorCode$1) {
      ErrorCode$1["OrderLost"] = "ORDER_LOST"
      ErrorCode$1["Full"] = "BOX_FULL"
      return ErrorCode$1
    }({})
    var ErrorKind = ((ErrorKind2) => { ErrorKind2["Late"] = "PAYMENT_LATE"; return ErrorKind2 })(ErrorKind || {})
    const OrderLost = createError(ErrorCode.OrderLost, (extensions) => extensions.text, 404)
    const Late = createError(ErrorKind.Late, 'Too late', 402)
  `)).codes, { ORDER_LOST: 404, PAYMENT_LATE: 402, BOX_FULL: null })
})

test('an enum of other numbers is read where it is named after errors, and named where it is not', async (t) => {
  t.same((await read('a.ts', 'enum ErrorCode { OK = 0, LOST_BOX = 5, FULL_BOX = 8 }')).codes, { LOST_BOX: '5', FULL_BOX: '8' })
  const { codes, notes } = await read('a.ts', '\nexport enum Status { OK = 0, LOST_BOX = 5 }')
  t.same(codes, {})
  t.same(notes, ['The enum Status was not read: its values are not statuses (line 2)'])
})

test('unions of literals, as a type and as the member of one', async (t) => {
  const { codes } = await read('types.ts', `
    export type ErrorCode = | 'BOX_LOST' | 'BOX_FULL'
    export type PaymentErrorCode = 'card_declined' | 'card_expired'
    export interface ApiError { code: 'LID_LOST' | 'LID_SHUT', text: string }
    type LanguageCode = 'en' | 'de'
    type Color = 'RED_DARK' | 'RED_LIGHT'
    interface Car { code: 'SMALL_CAR' | 'BIG_CAR' }
  `)
  t.same(codes, { BOX_LOST: null, BOX_FULL: null, CARD_DECLINED: 'card_declined', CARD_EXPIRED: 'card_expired', LID_LOST: null, LID_SHUT: null })
})

test('tables of numbers that are no statuses keep the numbers as legacy codes', async (t) => {
  t.same((await read('errors.ts', `
    export const STORE_ERROR_CODES = Object.freeze({ HostLost: 6, AuthFailed: 18, SocketClosed: 9001, Interrupted: 404 } as const)
    export const ERROR_CODES_BY_KEY = { PARSE_FAILED: -32700, BOX_LOST: -32004 }
    const errorDefaults = { Retries: 3, Delay: 100 }
  `)).codes, { HOST_LOST: '6', AUTH_FAILED: '18', SOCKET_CLOSED: '9001', INTERRUPTED: '404', PARSE_FAILED: '-32700', BOX_LOST: '-32004' })
  t.same((await read('protocol.js', `
    const errorCodes = [
      { type: 'UNKNOWN_FAULT', code: -1, retriable: false, message: 'The server failed' },
      { type: 'BOX_LOST', code: 3, message: 'No box' },
      { type: 'LID_LOST', code: 404, message: 'No lid' }
    ]
  `)).codes, { UNKNOWN_FAULT: '-1', BOX_LOST: '3', LID_LOST: 404 })
})

test('constants one by one, and lists of names, in a file that is named after errors', async (t) => {
  const exported = "exports.BOX_LOST = '0100C'\nexports.BOX_FULL = '02000'\nexports.LID_LOST = '01P01'\nexports.LIMIT = 500\nexports.DOCS_URL = 'https://example.com'"
  t.same((await read('pg-error-constants/index.js', exported)).codes, { BOX_LOST: '0100C', BOX_FULL: '02000', LID_LOST: '01P01' })
  t.same((await read('constants.js', exported)).codes, {})
  const list = "const keys = ['BoxLost', 'BoxFull', 'LidLost']\nconst ERROR_NAMES_LIST = ['a', 'b', 'c']"
  t.same((await read('errors/ErrorCodes.js', list)).codes, { BOX_LOST: 'BoxLost', BOX_FULL: 'BoxFull', LID_LOST: 'LidLost' })
  t.same((await read('keys.js', list)).codes, {})
})

test('classes: the name as the code, the call within a branch, numbers; one without a code is named', async (t) => {
  const { codes, notes } = await read('errors.ts', `
    class Missing extends StoreError { constructor (text) { super(text, 'Missing', 404, 'missing') } }
    class Stuck extends StoreError {
      constructor (what) {
        if (what) super('It is stuck: ' + what.name, 503, 'STORE_STUCK')
        else super('It is stuck', 503, 'STORE_STUCK')
      }
    }
    class ParseFailed extends RpcError { static code = -32700 as const }
    class Silent extends BaseError { constructor (error) { super(error.text || 'n/a') } }
    class NotHere extends HttpError { constructor () { super('Not here', 404) } }
    const options = { statusCode: 401, retry: true }
    throw new HttpError('x', { statusCode: 401 })
  `)
  t.same(codes, { MISSING: 404, STORE_STUCK: 503, E32700: '-32700' })
  t.same(notes, ['The class Silent states no code (line 10)', 'The class NotHere states the status 404 and no code (line 11)'])
})

test('a member that is named like a status is none of codes', async (t) => {
  t.same((await read('errors.js', 'module.exports = { badRequest: (text) => new Boom(text, { statusCode: 400 }), httpStatus: 404 }')).codes, {})
})
