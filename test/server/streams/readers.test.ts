/**
 * Readers that stall, and readers that leave, over HTTP/1.1 and HTTP/2.
 */
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { test } from 'tap'
import { event, startStreams, used } from '../../fixtures/streams.js'
import { until } from '../../fixtures/until.js'

/** A reader that takes what comes only when it is asked to. */
interface Reader {
  readonly stream: Readable
  leave (): void
}

function openReader (base: string, http2: boolean): Reader {
  const { port, hostname } = new URL(base)
  if (http2) {
    const client = connectHttp2(base)
    const stream = client.request({ ':path': '/' })
    stream.on('close', () => client.close())
    return { stream, leave: () => { stream.close() } }
  }
  const socket = connect(Number(port), hostname)
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  return { stream: socket, leave: () => { socket.destroy() } }
}

/** Without a queue: what waits in it is lost when a web stream fails. */
function toWeb (source: Readable): ReadableStream {
  return Readable.toWeb(source, { strategy: { highWaterMark: 0 } }) as ReadableStream
}

type Send = (reply: FastifyReply, source: Readable) => unknown

const ways: Readonly<Record<string, Send>> = {
  'a Node stream': (reply, source) => reply.type('text/event-stream').send(source),
  'a web stream': (reply, source) => reply.type('text/event-stream').send(toWeb(source)),
  'a Response': (_reply, source) => new Response(toWeb(source), { headers: { 'content-type': 'text/event-stream' } }),
  bytes: (reply, source) => reply.type('application/octet-stream').send(source)
}

for (const [name, send] of Object.entries(ways)) {
  for (const http2 of [false, true]) {
    const version = http2 ? 'HTTP/2' : 'HTTP/1.1'

    test(`${name} over ${version}: a reader that leaves closes the source, and is no failure`, async (t) => {
      for (const first of [[event('1')], []]) {
        const sources: PassThrough[] = []
        const { base, log, events } = await startStreams(t, (app) => {
          app.get('/', (_request, reply) => {
            const source = new PassThrough()
            sources.push(source)
            for (const piece of first) source.write(piece)
            return send(reply, source)
          })
        }, {}, { http2 })
        const { stream, leave } = openReader(base, http2)
        if (first.length > 0) await once(stream, 'data')
        else await until(() => sources.length > 0)
        leave()

        await until(() => sources[0]?.destroyed === true)
        await new Promise(setImmediate)
        t.strictSame(events, [])
        t.strictSame(log.filter(({ level }) => level > 30), [])
      }
    })
  }
}

for (const [name, send] of Object.entries(ways).slice(0, 3)) {
  for (const http2 of [false, true]) {
    test(`${name} over ${http2 ? 'HTTP/2' : 'HTTP/1.1'}: a reader that stalls gets every event and the problem when it reads on`, async (t) => {
      let made = 0
      const { base, events } = await startStreams(t, (app) => {
        app.get('/', (_request, reply) => send(reply, Readable.from(tenMegabytes(), { objectMode: false })))
      }, {}, { http2 })
      async function * tenMegabytes () {
        for (; made < 200; made++) yield event('x'.repeat(50_000))
        throw used()
      }
      const { stream } = openReader(base, http2)
      await once(stream, 'readable')
      // Ten megabytes do not fit into the buffers on the way: the source has to wait.
      t.ok(made < 200)
      t.equal(events.length, 0)

      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)

      const text = Buffer.concat(chunks).toString()
      t.equal(text.match(/^data: x/gm)?.length, 200)
      t.match(text, /event: problem/)
      t.equal(events.length, 1)
    })
  }
}
