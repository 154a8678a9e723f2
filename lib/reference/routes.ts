/**
 * Serves the reference. Each document is rendered once, when it is first asked for; then a request is a look-up.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, RouteOptions } from 'fastify'
import { mergeVary } from '../http/accept.js'
import { infoOf } from '../catalog/info.js'
import { lookupLanguage } from '../catalog/texts/language.js'
import type { AnyCatalog } from '../catalog/definition.js'
import type { ProblemClass } from '../catalog/types/catalog.js'
import { catalogLanguages, createContext, languageQuery } from './context.js'
import type { Context, ContextOptions } from './context.js'
import { chooseFormat } from './format.js'
import { contentSecurityPolicy } from './html/layout.js'
import type { Operation } from './model.js'
import type { ReferenceOptions } from './options.js'
import { createFinder, indexName, renderDocument } from './site.js'
import type { Format } from './site.js'

interface Document {
  readonly body: Buffer
  readonly etag: string
}

interface LanguageChoice {
  readonly language: string
  readonly query: string
}

/** What the routes need to answer. */
interface Site {
  readonly languages: readonly string[]
  readonly cacheControl: string
  readonly find: (spelling: string) => string | undefined
  readonly documentOf: (name: string, format: Format, choice: LanguageChoice) => Document
  readonly policy: string
}

/** Adds the pages to an instance. */
export function mountReference (instance: FastifyInstance, catalog: AnyCatalog, options: ReferenceOptions): void {
  const { prefix, title, labels, logo, colors, support, onRequest = [], preHandler = [] } = options
  const declared = collectOperations(instance, catalog)
  const operations = options.operations ? declared : []
  const guarded = [onRequest, preHandler].flat().length > 0
  const site = createSite(catalog, { title, labels, logo, colors, support, operations, declared }, guarded)
  warnOfBase(instance, catalog, prefix)

  instance.register(async function problemReference (scope) {
    // Documentation of the API is not an operation of it.
    const route = { schema: { hide: true } as FastifySchema, onRequest, preHandler }
    scope.get('/', route, async (request, reply) => sendIndex(site, request, reply))
    scope.get<{ Params: { page: string } }>('/:page', route, async (request, reply) => {
      const sent = sendPage(site, request, reply, request.params.page)
      if (sent === undefined) throw new (infoOf(catalog).typeOfStandard('NOT_FOUND') as ProblemClass)()
      return sent
    })
  }, { prefix: prefix === '/' ? '' : prefix })
}

/** A relative type URI is an address of this service, and should be that of its page. */
function warnOfBase (instance: FastifyInstance, catalog: AnyCatalog, prefix: string): void {
  const { base } = infoOf(catalog)
  const mounted = `${instance.prefix}${prefix}/`.replaceAll('//', '/')
  if (base.startsWith('/') && base !== mounted) {
    instance.log.warn(
      `type URIs start with '${base}', and the reference is at '${mounted}': they do not lead to it. Make the prefix ` +
      'and the catalog\'s base the same'
    )
  }
}

/** Filled while routes are added; the pages read it when they are first rendered. */
function collectOperations (instance: FastifyInstance, catalog: AnyCatalog): readonly Operation[] {
  const operations: Operation[] = []
  instance.addHook('onRoute', function collectProblems (this: FastifyInstance, { method, url, schema }: RouteOptions) {
    const { problems, summary, hide } = (schema ?? {}) as {
      problems?: readonly string[]
      summary?: string
      hide?: boolean
    }
    // A child with another catalog has other codes.
    if (!Array.isArray(problems) || hide === true || this.problems as unknown !== catalog) return
    for (const one of [method].flat()) {
      if (one !== 'HEAD') {
        operations.push({ method: one, url, codes: problems, ...(summary !== undefined && { summary }) })
      }
    }
  })
  return operations
}

function createSite (catalog: AnyCatalog, options: ContextOptions, guarded: boolean): Site {
  const contexts = new Map<string, Context>()
  const documents = new Map<string, Document>()
  return {
    languages: catalogLanguages(catalog),
    // Without `public`, shared caches keep no answer to credentials, as a hook of the whole service may ask for.
    cacheControl: guarded ? 'private, max-age=300' : 'max-age=300',
    find: createFinder(catalog),
    policy: contentSecurityPolicy(options),
    documentOf: (name, format, { language, query }) => once(documents, `${language}${query} ${name}.${format}`, () => {
      const context = once(contexts, language + query, () =>
        createContext(catalog, language, { suffix: '', query }, options)
      )
      return toDocument(renderDocument(context, name, format))
    })
  }
}

function once<T> (made: Map<string, T>, key: string, make: () => T): T {
  const ready = made.get(key)
  if (ready !== undefined) return ready
  const value = make()
  made.set(key, value)
  return value
}

/** The tag is a weak one: a proxy may compress the page. */
function toDocument (content: string): Document {
  return {
    body: Buffer.from(content),
    etag: `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  }
}

/** Links in the pages are relative, so that they hold behind any proxy: the index needs its slash. */
function sendIndex (site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = '', query] = request.url.split('?', 2)
  if (path.endsWith('/')) return send(site, reply, indexName)
  return redirect(site, reply, `./${path.split('/').at(-1)}/${query === undefined ? '' : `?${query}`}`)
}

function sendPage (site: Site, request: FastifyRequest, reply: FastifyReply, page: string): FastifyReply | undefined {
  const [, spelling = page, suffix] = /^(.+)\.(html|md|json)$/.exec(page) ?? []
  const format = suffix as Format | undefined
  if (spelling === indexName && format !== undefined) return send(site, reply, indexName, format)
  const name = site.find(spelling)
  if (name === undefined) return undefined
  const [path = '', query] = request.url.split('?', 2)
  const slash = path.endsWith('/')
  if (name === spelling && !slash) return send(site, reply, name, format)
  const search = query === undefined ? '' : `?${query}`
  return redirect(site, reply, `${slash ? '../' : './'}${name}${suffix === undefined ? '' : `.${suffix}`}${search}`)
}

function redirect ({ cacheControl }: Site, reply: FastifyReply, location: string): FastifyReply {
  return reply.header('cache-control', cacheControl).redirect(location, 301)
}

const mediaTypes: Record<Format, string> = {
  html: 'text/html; charset=utf-8', md: 'text/markdown; charset=utf-8', json: 'application/json'
}

function send (site: Site, reply: FastifyReply, name: string, suffix?: Format): FastifyReply {
  const { request } = reply
  const { headers } = request
  const several = site.languages.length > 1
  const choice = chooseLanguage(site, request)
  const format = suffix ?? chooseFormat(headers.accept)
  const { body, etag } = site.documentOf(name, format, choice)

  if (suffix === undefined) addVary(reply, 'Accept')
  if (several) addVary(reply.header('content-language', choice.language), 'Accept-Language')
  if (format === 'json') reply.header('access-control-allow-origin', '*')
  reply.headers({
    'content-type': mediaTypes[format],
    'content-security-policy': site.policy,
    'x-content-type-options': 'nosniff',
    'cache-control': site.cacheControl,
    etag
  })
  return isKnown(headers['if-none-match'], etag) ? reply.code(304).send() : reply.send(body)
}

/** The one in the address, as the switch of a page writes it; else what the browser prefers. */
function chooseLanguage ({ languages }: Site, { query, headers }: FastifyRequest): LanguageChoice {
  const { lang } = Object(query) as { lang?: unknown }
  if (languages.length === 1) return { language: languages[0]!, query: '' }
  const chosen = languages.find((language) => language === lang)
  if (chosen !== undefined) return { language: chosen, query: languageQuery(chosen) }
  return { language: lookupLanguage(headers['accept-language'], languages), query: '' }
}

function addVary (reply: FastifyReply, name: string): void {
  reply.header('vary', mergeVary(reply.getHeader('vary'), name))
}

/** RFC 9110 §13.1.2: any of the tags, compared weakly. */
function isKnown (ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes('*') || tags.includes(etag.slice(2))
}
