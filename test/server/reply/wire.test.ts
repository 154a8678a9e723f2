/** How the bytes of a problem leave over HTTP/1.1, whatever the connection is like. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { request } from 'node:https'
import type { FastifyInstance } from 'fastify'
import { test } from 'tap'
import { startService } from '../../fixtures/server.js'
import { ask, speak } from '../../fixtures/wire.js'

const reason = 'a long reason '.repeat(500_000)

/** Routes of a problem, once without any hook, once with one. */
function addRoutes (app: FastifyInstance): void {
  app.get('/short', async (_request, reply) => reply.problem('EMAIL_TAKEN'))
  app.get('/long', async (_request, reply) => reply.problem('EMAIL_TAKEN', {}, { detail: reason }))
  app.get('/names', async (_request, reply) => reply.problem('EMAIL_TAKEN', {}, { detail: 'für Zoë 🎉' }))
}

const setups = {
  'without hooks': addRoutes,
  'with a hook of onSend': (app: FastifyInstance) => { addRoutes(app.addHook('onSend', async () => {})) }
}

for (const [name, setup] of Object.entries(setups)) {
  test(`problems on one connection are whole, and come in the order of their requests, ${name}`, async (t) => {
    const { base, log } = await startService(t, { setup })
    const paths = ['/short', '/names', '/long', '/short', '/alive', '/short']

    const received = await speak(base, paths.map((path, index) => {
      return `GET ${path} HTTP/1.1\r\nhost: x\r\n${index === paths.length - 1 ? 'connection: close\r\n' : ''}\r\n`
    }).join(''))

    const answers = toAnswers(Buffer.from(received, 'latin1'))
    t.strictSame(answers.map(({ status }) => status), [409, 409, 409, 409, 200, 409])
    const details = [undefined, 'für Zoë 🎉', reason, undefined, 'alive', undefined]
    for (const [index, { text }] of answers.entries()) {
      if (paths[index] === '/alive') t.equal(text, 'yes')
      else t.equal((JSON.parse(text) as { detail?: string }).detail, details[index], `${index}`)
    }
    t.equal(log.length, 5)
  })

  test(`a client that reads slowly gets all of a long problem, ${name}`, async (t) => {
    const { base } = await startService(t, { setup })
    const { port, hostname } = new URL(base)
    const socket = connect(Number(port), hostname)
    socket.write('GET /long HTTP/1.1\r\nhost: x\r\n\r\nGET /short HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    const chunks: Buffer[] = []
    for await (const chunk of socket) {
      chunks.push(chunk as Buffer)
      if (chunks.length % 10 === 1) await new Promise((resolve) => { setTimeout(resolve, 5) })
    }

    const [long, short] = toAnswers(Buffer.concat(chunks))
    t.equal((JSON.parse(long!.text) as { detail: string }).detail, reason)
    t.equal(short!.status, 409)
  })

  test(`a HEAD request gets the header alone, and the connection stays open, ${name}`, async (t) => {
    const { base } = await startService(t, { setup })

    const received = await speak(base, 'HEAD /short HTTP/1.1\r\nhost: x\r\n\r\nGET /alive HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')

    t.match(received, /^HTTP\/1\.1 409 Conflict\r\n(?:[^\r]+\r\n)*content-length: \d+\r\n(?:[^\r]+\r\n)*\r\nHTTP\/1\.1 200 OK\r\n/i)
    t.ok(received.endsWith('\r\n\r\nyes'))
  })

  test(`a client that leaves costs nothing, and each answer ends its request once, ${name}`, async (t) => {
    const ended: string[] = []
    const { app, base } = await startService(t, {
      setup (app) {
        app.addHook('onResponse', async ({ url }, { statusCode }) => { ended.push(`${url} ${statusCode}`) })
        setup(app)
        app.get('/late', async (request, reply) => {
          await once(request.raw.socket, 'close')
          return reply.problem('EMAIL_TAKEN')
        })
      }
    })
    const { port, hostname } = new URL(base)
    const socket = connect(Number(port), hostname)
    const gone = once(app.server, 'connection').then(async ([server]) => await once(server as NodeJS.EventEmitter, 'close'))
    socket.write('GET /late HTTP/1.1\r\nhost: x\r\n\r\n', () => { socket.destroy() })
    await gone

    t.equal((await ask(base, '/short')).status, 409)
    t.equal((await ask(base, '/long')).status, 409)
    t.strictSame(ended.filter((line) => !line.startsWith('/late')), ['/short 409', '/long 409'])
  })

  test(`a problem leaves over TLS as well, ${name}`, async (t) => {
    // Without a certificate: both sides know a key.
    const psk = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2' as const }
    const client = { ...tls, pskCallback: () => ({ psk, identity: 'client' }), checkServerIdentity: () => undefined } as object
    const { base } = await startService(t, { setup, server: { https: { ...tls, pskCallback: () => psk } } })

    for (const [path, detail] of [['/short', undefined], ['/long', reason], ['/names', 'für Zoë 🎉']] as const) {
      const sent = request(new URL(path, base), { ...client, agent: false })
      sent.end()
      const [response] = await once(sent, 'response') as [AsyncIterable<Buffer> & { statusCode: number }]
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      t.equal(response.statusCode, 409, path)
      t.equal((JSON.parse(Buffer.concat(chunks).toString()) as { detail?: string }).detail, detail, path)
    }
  })
}

test('a response of which every method fails closes its connection, and the log says why', async (t) => {
  const { base, log } = await startService(t, {
    setup (app) {
      addRoutes(app)
      app.addHook('onRequest', async ({ url }, { raw }) => {
        const fail = () => { throw new Error('a wrapper') }
        if (url === '/short') raw.writeHead = fail
        if (url === '/names') raw.end = fail
      })
    }
  })

  for (const path of ['/short', '/names']) {
    log.length = 0
    const { status, complete } = await ask(base, path)
    t.ok(status === 0 || !complete, path)
    t.match(log, [{ code: 'EMAIL_TAKEN' }, { level: 50, err: { message: 'a wrapper' }, msg: /could not be written/ }], path)
    t.equal(log.length, 2, path)
  }
  t.equal((await ask(base, '/alive')).text, 'yes')
})

test('a server that refuses a body in answer to HEAD gets none', async (t) => {
  const { base, log } = await startService(t, { setup: addRoutes, server: { http: { rejectNonStandardBodyWrites: true } } })

  const { status, headers, text } = await ask(base, '/short', { method: 'HEAD' })

  t.equal(status, 409)
  t.equal(text, '')
  t.equal(headers['content-type'], 'application/problem+json')
  t.equal(log.length, 1)
})

/** All answers of a connection, cut by their lengths. */
function toAnswers (received: Buffer): Array<{ status: number, text: string }> {
  const answers: Array<{ status: number, text: string }> = []
  for (let rest = received; rest.length > 0;) {
    const at = rest.indexOf('\r\n\r\n')
    const head = rest.subarray(0, at).toString('latin1')
    const end = at + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1])
    answers.push({ status: Number(head.slice(9, 12)), text: rest.subarray(at + 4, end).toString() })
    rest = rest.subarray(end)
  }
  return answers
}
