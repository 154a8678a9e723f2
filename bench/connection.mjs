/**
 * A client that costs little: one connection, one request at a time, and an answer is its status. It connects again when
 * the server closes, as Fastify does after a body that it could not read.
 */
import { connect } from 'node:net'

const end = Buffer.from('\r\n\r\n')

/** The bytes of a request, made once. */
export function toBytes ({ method, path, headers = {}, body = '' }) {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: localhost', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)]
  if (body !== '') lines.push(`content-length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

export class Connection {
  #address
  #socket
  #answered
  #status = 0
  #missing = 0
  #closes = false
  #rest

  constructor (url) {
    const { hostname: host, port } = new URL(url)
    this.#address = { host, port: Number(port), noDelay: true }
    this.#open()
  }

  /** `answered(status)` is called when the whole answer is there. */
  send (bytes, answered) {
    // A connection that was not needed for a minute was closed by the server; what is written to it is lost without a word.
    if (this.#socket.destroyed) this.#open()
    this.#answered = answered
    this.#socket.write(bytes)
  }

  close () {
    this.#answered = undefined
    this.#socket.removeAllListeners('close')
    this.#socket.destroy()
  }

  #open () {
    this.#status = 0
    this.#rest = undefined
    const socket = this.#socket = connect(this.#address)
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => { throw error })
    socket.on('close', () => {
      if (socket === this.#socket && this.#answered) throw new Error('the server closed a connection without an answer')
    })
  }

  #read (chunk) {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = undefined
    if (this.#status === 0) {
      const at = bytes.indexOf(end)
      if (at < 0) {
        this.#rest = bytes
        return
      }
      const head = bytes.latin1Slice(0, at)
      const length = /^content-length: (\d+)/im.exec(head)
      if (length === null) throw new Error(`an answer without a length: ${head}`)
      this.#status = Number(head.slice(9, 12))
      this.#closes = /^connection: close/im.test(head)
      this.#missing = Number(length[1]) - (bytes.length - at - end.length)
    } else {
      this.#missing -= bytes.length
    }
    if (this.#missing <= 0) this.#finish()
  }

  #finish () {
    const [status, answered] = [this.#status, this.#answered]
    this.#status = 0
    this.#answered = undefined
    if (this.#closes) {
      this.#socket.destroy()
      this.#open()
    }
    answered(status)
  }
}
