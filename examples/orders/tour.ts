/**
 * A tour of everything that can go wrong: what the start prints as `curl` lines, and what the tests send.
 */
export interface Stop {
  request: string
  /** The status and the code. */
  answer: string
  shows: string
  /** The bearer token. */
  as?: 'ada' | 'staff'
  /** An object is sent as JSON, a text as it is. */
  body?: object | string
  contentType?: string
  /** How often it is sent; the last answer counts. */
  times?: number
}

const order = {
  reference: 'SPRING-3',
  items: [{ sku: 'TULIP', quantity: 3, price: 250 }],
  delivery: { address: { street: 'Elm Street 1', city: 'Springfield' } }
}

const badOrder = {
  reference: 'spring',
  items: [{ sku: 'X', quantity: 0, price: 250 }, { quantity: 3, price: 250 }],
  delivery: { address: { street: 'Elm Street 1' } }
}

/** The handful that is printed. */
export const highlights: readonly Stop[] = [
  { request: 'GET /orders/42', as: 'ada', answer: '404 ORDER_NOT_FOUND', shows: 'an order that does not exist' },
  { request: 'POST /orders', as: 'ada', body: badOrder, answer: '400 VALIDATION_ERROR', shows: 'five mistakes, each with a pointer to its field' },
  { request: 'PUT /orders/1', as: 'ada', answer: '405 METHOD_NOT_ALLOWED', shows: 'a path that has other methods: see Allow' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'declined' }, answer: '402 PAYMENT_DECLINED', shows: 'a card that the bank refuses, in our words' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'hangs' }, answer: '504 EXTERNAL_SERVICE_TIMEOUT', shows: 'a payment provider that hangs' },
  { request: 'POST /orders/1/reminder', as: 'ada', times: 3, answer: '429 RATE_LIMITED', shows: 'a rate limit, and the time to wait' },
  { request: 'GET /orders/2/label', as: 'ada', answer: '500 INTERNAL_ERROR', shows: 'a bug: the log has all of it, the answer nothing' }
]

/** And all the others. */
export const others: readonly Stop[] = [
  // What is wrong with the request.
  { request: 'GET /orders/first', as: 'ada', answer: '400 VALIDATION_ERROR', shows: 'a parameter of the path that is no number' },
  { request: 'GET /orders?page=0&size=1000', as: 'ada', answer: '400 VALIDATION_ERROR', shows: 'two mistakes in the query' },
  { request: 'PUT /profile', as: 'ada', body: { name: 'A' }, answer: '422 PROFILE_INVALID', shows: 'a special case of VALIDATION_ERROR' },
  { request: 'POST /orders', as: 'ada', body: '{"reference":', answer: '400 INVALID_REQUEST', shows: 'a body that is no JSON' },
  { request: 'GET /orders/%ff', as: 'ada', answer: '400 INVALID_REQUEST', shows: 'a path that cannot be decoded' },
  { request: 'GET /invoices', answer: '404 NOT_FOUND', shows: 'a path that nothing answers' },
  { request: 'PUT /profile', as: 'ada', body: { name: 'A'.repeat(256) }, answer: '413 PAYLOAD_TOO_LARGE', shows: 'a body that is too large' },
  { request: 'POST /orders', as: 'ada', body: '<order/>', contentType: 'application/xml', answer: '415 UNSUPPORTED_MEDIA_TYPE', shows: 'a body of another type' },

  // Who sends it.
  { request: 'GET /orders', answer: '401 UNAUTHORIZED', shows: 'no token' },
  { request: 'POST /orders/1/refund', as: 'ada', answer: '403 FORBIDDEN', shows: 'a customer who would like to be staff' },

  // What the service says to it.
  { request: 'DELETE /orders/2', as: 'ada', answer: '409 ORDER_ALREADY_SHIPPED', shows: 'a problem that is thrown' },
  { request: 'POST /orders/2/cancel', as: 'ada', answer: '409 ORDER_LOCKED', shows: 'the same on an old route, with a deprecated code' },
  { request: 'POST /customers', body: { email: 'ada@example.com', name: 'Ada' }, answer: '409 EMAIL_TAKEN', shows: 'an error class from before the catalog' },
  { request: 'GET /orders/2/receipt', as: 'ada', answer: '503 SERVICE_UNAVAILABLE', shows: 'a handler that takes longer than its handlerTimeout' },

  // What stands behind it.
  { request: 'POST /orders', as: 'ada', body: { ...order, reference: 'SPRING-1' }, answer: '409 CONFLICT', shows: 'a UNIQUE constraint of the database' },
  { request: 'DELETE /customers/1', as: 'staff', answer: '409 CONFLICT', shows: 'a FOREIGN KEY of the database' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'stolen' }, answer: '402 PAYMENT_DECLINED', shows: 'a reason of the bank that the catalog does not tell' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'resets' }, answer: '502 EXTERNAL_SERVICE_ERROR', shows: 'a payment provider that hangs up' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'garbage' }, answer: '502 EXTERNAL_SERVICE_ERROR', shows: 'a payment provider that answers HTML' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'broken' }, answer: '502 EXTERNAL_SERVICE_ERROR', shows: 'a payment provider that has a bug' },
  { request: 'POST /orders/1/payment', as: 'ada', body: { card: 'unavailable' }, answer: '503 SERVICE_UNAVAILABLE', shows: 'a payment provider that is restarting' }
]

/** The arguments for `fetch()`. */
export function toFetch (stop: Stop, address: string): [url: string, init: { method: string, headers: Record<string, string>, body?: string }] {
  const { as, body, contentType = 'application/json' } = stop
  const [method = '', path = ''] = stop.request.split(' ')
  const headers = { ...(as && { authorization: `Bearer ${as}` }), ...(body && { 'content-type': contentType }) }
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  return [address + path, { method, headers, ...(text && { body: text }) }]
}

/** The same as one line for a shell. Nothing in the tour holds a single quote. */
export function toCurl (stop: Stop, address: string): string {
  const [url, { method, headers, body }] = toFetch(stop, address)
  const options = Object.entries(headers).map(([name, value]) => ` -H '${name}: ${value}'`)
  if (body) options.push(` -d '${body}'`)
  if (method !== 'GET') options.unshift(` -X ${method}`)
  const line = `curl -i '${url}'${options.join('')}`
  return stop.times ? `for i in $(seq ${stop.times}); do ${line}; done` : line
}
