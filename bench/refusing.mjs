import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * An address on which nothing listens any more. A well-known port will not do: `fetch()` forbids many of them, and then
 * nothing is refused.
 */
export async function refusingUrl () {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}/`
}
