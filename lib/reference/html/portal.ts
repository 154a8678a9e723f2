/**
 * Many services as one site: an index of all codes, and the pages of each service in a folder of its name.
 */
import type { AnyCatalog } from '../../catalog/definition.js'
import { createContext } from '../context.js'
import type { Context } from '../context.js'
import { formats, indexName, renderDocument, renderReferenceSite } from '../site.js'

export interface PortalService {
  /** The name of its folder, and what the index calls it. */
  readonly name: string
  readonly catalog: AnyCatalog
}

/**
 * The pages of many services, each in a folder of its name, below an index of all codes.
 *
 * @example
 * const services = [{ name: 'orders', catalog: orders }, { name: 'billing', catalog: billing }]
 * for (const { path, content } of renderPortal(services)) await writeFile(join('public', path), content)
 */
export function renderPortal (services: readonly PortalService[]): { path: string, content: string }[] {
  const index = merge(services.map(contextOf))
  return [
    ...formats.map((format) => ({ path: `${indexName}.${format}`, content: renderDocument(index, indexName, format) })),
    ...services.flatMap(({ name, catalog }) =>
      renderReferenceSite(catalog).map(({ path, content }) => ({ path: `${name}/${path}`, content }))
    )
  ]
}

/** On the index, the area of a code is its service. */
function contextOf ({ name, catalog }: PortalService): Context {
  const context = createContext(catalog, 'en', { suffix: '.html', query: '' }, {})
  const labels = { ...context.labels, area: 'Service' }
  const entries = context.entries.filter(({ sent }) => sent).map((entry) =>
    ({ ...entry, service: name, slug: `${name}/${entry.slug}`, problemType: { ...entry.problemType, area: name } }))
  const retired = context.retired.map((entry) => ({ ...entry, slug: `${name}/${entry.slug}` }))
  return { ...context, labels, entries, retired }
}

function merge (contexts: readonly Context[]): Context {
  const entries = contexts.flatMap((context) => context.entries)
  const retired = contexts.flatMap((context) => context.retired)
  return { ...contexts[0]!, entries, retired }
}
