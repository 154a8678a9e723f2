/**
 * A request and its response without a network: Node's own `IncomingMessage` and `ServerResponse` on a socket that
 * forgets. What is left is the work of the process, and none of the kernel.
 */
import { EventEmitter } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'

/** As much of a socket as Node's server side touches. */
class ForgetfulSocket extends EventEmitter {
  writable = true
  destroyed = false
  remoteAddress = '127.0.0.1'
  _httpMessage = null
  _writableState = { corked: 0 }
  /** Nothing waits to be written. */
  writableLength = 0
  server = undefined
  head = ''

  write (chunk, encoding, done) {
    if (this.head === '') this.head = chunk
    const callback = typeof encoding === 'function' ? encoding : done
    if (callback) process.nextTick(callback)
    return true
  }

  get writableCorked () { return this._writableState.corked }

  cork () { this._writableState.corked++ }
  uncork () { if (this._writableState.corked > 0) this._writableState.corked-- }
  setTimeout () { return this }
  resume () {}
  pause () {}
  destroy () { return this }
  end () { return this }
}

/** How one request is asked again and again; `done(status)` is called when the answer has left. */
export function exchange (app, { method, path, headers, body }) {
  const socket = new ForgetfulSocket()
  const bytes = body === undefined ? undefined : Buffer.from(body)
  const length = bytes === undefined ? [] : ['content-length', String(bytes.length)]
  const lines = ['host', 'localhost', ...Object.entries(headers).flat(), ...length]

  return function ask (done) {
    socket.head = ''
    const request = new IncomingMessage(socket)
    request.httpVersionMajor = 1
    request.httpVersionMinor = 1
    request.httpVersion = '1.1'
    request.method = method
    request.url = path
    // As the parser gives them: Node makes the object when it is asked for.
    request._addHeaderLines([...lines], lines.length)
    const response = new ServerResponse(request)
    response.assignSocket(socket)
    response.on('finish', () => {
      response.detachSocket(socket)
      done(response.statusCode, socket.head)
    })
    app.routing(request, response)
    if (bytes !== undefined) request.push(bytes)
    request.push(null)
    request.complete = true
  }
}

/** Of CPU: on a machine that others use, a second by the clock may be too short to warm anything up. */
export function secondsSince (before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/**
 * Asks so often, or for so many seconds, one after the other; every answer must have the status.
 *
 * An answer leaves in `process.nextTick()`, and Node runs all of these before any promise. So the next request is asked
 * from a promise: else what an async handler returns would wait, with its request, until the last one is answered. And
 * every 16th is asked from the event loop: until then Node keeps each promise that was rejected, with its error.
 */
export function askAll (ask, status, { amount = Infinity, seconds = Infinity }) {
  const before = process.cpuUsage()
  const settled = Promise.resolve()
  let asked = 0
  return new Promise((resolve, reject) => {
    const askNext = () => ask(next)
    const next = (answered) => {
      if (answered !== status) return reject(new Error(`answered with ${answered} instead of ${status}`))
      const turn = ++asked % 16 === 0
      if (asked >= amount || (turn && seconds < Infinity && secondsSince(before) > seconds)) return resolve(asked)
      if (turn) setImmediate(askNext)
      else settled.then(askNext)
    }
    ask(next)
  })
}
