/**
 * Serves the page, from another origin than the service: `npm start` in one terminal, and in another
 * `node examples/browser/serve.js`. For a service elsewhere: `API=http://127.0.0.1:4711 node examples/browser/serve.js`.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'

const client = new URL('./', import.meta.resolve('fastify-problem-json/client'))
const types = { html: 'text/html', js: 'text/javascript' }

const api = process.env.API ?? 'http://127.0.0.1:3000'
const server = createServer(async ({ url }, response) => {
  try {
    const { pathname } = new URL(url, 'http://page')
    const file = await readFile(toFile(pathname))
    response.writeHead(200, { 'content-type': types[pathname.split('.')[1] ?? 'html'] }).end(file)
  } catch {
    response.writeHead(404).end()
  }
})
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/?api=${encodeURIComponent(api)}`)
})

function toFile (pathname) {
  const [, name] = /^\/client\/(\w+\.js)$/.exec(pathname) ?? []
  if (name) return new URL(name, client)
  if (['/page.js', '/problems.js'].includes(pathname)) return new URL(`.${pathname}`, import.meta.url)
  return new URL('index.html', import.meta.url)
}
