/**
 * What all pages of one language share: texts, words, and how a page is linked.
 */
import { catalogInfo } from '../catalog/define.js'
import { languagesOf } from '../catalog/language.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { labelsOf } from './labels/index.js'
import type { OwnLabels } from './labels/index.js'
import type { Labels } from './labels/en.js'
import { toEntries, toRetiredEntries } from './model.js'
import type { Entry, Operation, RetiredEntry } from './model.js'

export interface ContextOptions {
  /** The heading of the index. */
  readonly title?: string | undefined
  /** The words of the pages, by language, where there are none or others are wanted. */
  readonly labels?: OwnLabels | undefined
  readonly operations?: readonly Operation[]
}

export interface Context {
  /** The language of the texts, where the catalog has them. */
  readonly language: string
  /** The language of the words around them, and so of the page. */
  readonly pageLanguage: string
  readonly labels: Labels
  readonly title: string
  readonly entries: readonly Entry[]
  readonly retired: readonly RetiredEntry[]
  /** Code → its page, the retired ones too. */
  readonly slugs: ReadonlyMap<string, string>
  /** How the address of a page ends: nothing where it is served, `.html` where it is a file. */
  readonly suffix: '' | '.html'
}

export function createContext (catalog: AnyCatalog, language: string, suffix: Context['suffix'], options: ContextOptions): Context {
  const { labels, language: pageLanguage } = labelsOf(language, catalogInfo(catalog)!.languages, options.labels)
  const entries = toEntries(catalog, language, options.operations ?? [])
  const retired = toRetiredEntries(catalog)
  const known = [...entries.map(({ slug, problemType }) => [problemType.code, slug] as const), ...retired.map(({ code, slug }) => [code, slug] as const)]
  return { language, pageLanguage, labels, title: options.title ?? labels.index, entries, retired, slugs: new Map(known), suffix }
}

export function catalogLanguages (catalog: AnyCatalog): readonly string[] {
  return languagesOf(catalogInfo(catalog)!.locales)
}
