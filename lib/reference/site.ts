/**
 * All documents of the reference: found by any spelling of a code, made when first asked for.
 */
import { infoOf } from '../catalog/info.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { catalogLanguages, createContext } from './context.js'
import type { Context, ContextOptions } from './context.js'
import { renderIndex } from './html/index-page.js'
import { renderJsonIndex, renderJsonPage, renderRetiredJson } from './json.js'
import { renderMarkdownIndex, renderMarkdownPage, renderRetiredMarkdown } from './markdown/index.js'
import { slugOf } from './model.js'
import { renderPage, renderRetiredPage } from './html/page.js'

export const formats = ['html', 'md', 'json'] as const
export type Format = typeof formats[number]

export const indexName = 'index'

export interface SiteOptions extends ContextOptions {
  /**
   * The language of the texts and of the words around them; English where a text has no translation.
   *
   * @default 'en'
   */
  readonly language?: string
}

/**
 * Every page as a file, to be put on any web server: `index` and one page per code, each as `.html`, `.md` and `.json`.
 *
 * @example
 * for (const { path, content } of renderReferenceSite(catalog)) await writeFile(join('public/problems', path), content)
 */
export function renderReferenceSite (
  catalog: AnyCatalog, options: SiteOptions = {}
): { path: string; content: string }[] {
  const context = createContext(
    catalog, options.language ?? catalogLanguages(catalog)[0]!, { suffix: '.html', query: '' }, options
  )
  return [indexName, ...context.slugs.values()].flatMap((name) =>
    formats.map((format) => ({ path: `${name}.${format}`, content: renderDocument(context, name, format) }))
  )
}

/** @param name `index`, or the slug of a code */
export function renderDocument (context: Context, name: string, format: Format): string {
  if (name === indexName) return { html: renderIndex, md: renderMarkdownIndex, json: renderJsonIndex }[format](context)
  const entry = context.entries.find(({ slug }) => slug === name)
  if (entry) {
    return { html: renderPage, md: renderMarkdownPage, json: () => renderJsonPage(entry) }[format](context, entry)
  }
  const retired = context.retired.find(({ slug }) => slug === name)!
  return { html: renderRetiredPage, md: renderRetiredMarkdown, json: () => renderRetiredJson(retired) }[format](
    context, retired
  )
}

/**
 * The name of a page for every spelling that people use: `ORDER_NOT_FOUND`, `order_not_found`, an older code, the end
 * of the type URI.
 */
export function createFinder (catalog: AnyCatalog): (spelling: string) => string | undefined {
  const { retired } = infoOf(catalog)
  const types = Object.values(catalog)
  const known = new Map<string, string>()
  const add = (spelling: string | undefined, code: string) => {
    const key = toKey(spelling ?? '')
    if (key !== '' && !known.has(key)) known.set(key, slugOf(code))
  }
  // In this order: a code is never the older spelling of another, and a special case has that of its general code.
  for (const { code } of types) add(code, code)
  for (const code of Object.keys(retired)) add(code, code)
  for (const { code, type } of types) add(lastSegment(type), code)
  for (const [code, { type }] of Object.entries(retired)) add(lastSegment(type), code)
  for (const { code, legacyCode } of types.filter(({ refines }) => refines === undefined)) add(legacyCode, code)
  for (const { code, legacyCode } of types) add(legacyCode, code)
  const slugs = new Set([...types.map(({ code }) => slugOf(code)), ...Object.keys(retired).map(slugOf)])
  return (spelling) => slugs.has(spelling) ? spelling : known.get(toKey(spelling))
}

function lastSegment (type: string): string {
  return type.split(/[/#:=]/).at(-1) ?? ''
}

function toKey (spelling: string): string {
  return spelling.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}
