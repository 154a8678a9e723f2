/**
 * What all pages of one language share: texts, words, looks, and how a page is linked.
 */
import { infoOf } from '../catalog/info.js'
import { languagesOf } from '../catalog/texts/language.js'
import type { AnyCatalog } from '../catalog/definition.js'
import { labelsOf } from './labels/index.js'
import type { OwnLabels } from './labels/index.js'
import type { Labels } from './labels/en.js'
import { toEntries, toRetiredEntries } from './model.js'
import type { Entry, Operation, RetiredEntry } from './model.js'

/** Colours of the pages, as `#rrggbb`. */
export interface Colors {
  readonly link?: string
  readonly text?: string
  readonly background?: string
}

export interface ContextOptions {
  /**
   * The heading of the index.
   *
   * @default 'Problem types', in the language of the page
   */
  readonly title?: string | undefined
  /** Words of the pages, by language, in addition to those of this package or in place of them. */
  readonly labels?: OwnLabels | undefined
  /** The address of an image beside the title: `https://…`, `/…` or `data:image/…`. */
  readonly logo?: string | undefined
  /** Colours in place of those of the pages, for a light and a dark screen. */
  readonly colors?: { readonly light?: Colors, readonly dark?: Colors } | undefined
  /** Whom readers ask: an e-mail address, or the `https:` address of a page. */
  readonly support?: string | undefined
  /** The operations that the pages name. */
  readonly operations?: readonly Operation[]
  /** What routes declare, where it is known: standard codes that no route declares go behind a fold. */
  readonly declared?: readonly Operation[]
  /** Where the same pages are in other languages: language → address of the folder, such as `{ de: '../de/' }`. */
  readonly alternates?: Readonly<Record<string, string>> | undefined
}

/** How pages are linked. */
interface Addresses {
  /** How the address of a page ends: nothing where it is served, `.html` where it is a file. */
  readonly suffix: '' | '.html'
  /** What follows: the language, where the reader chose it. */
  readonly query: string
}

export interface Context extends Addresses, Pick<ContextOptions, 'logo' | 'colors' | 'support'> {
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
  /** Other languages: tag → what a page's address starts and ends with there. */
  readonly alternates: readonly Alternate[]
}

export interface Alternate {
  readonly language: string
  readonly folder: string
  readonly query: string
}

export function createContext (
  catalog: AnyCatalog, language: string, { suffix, query }: Addresses, options: ContextOptions
): Context {
  const { labels, language: pageLanguage } = labelsOf(language, infoOf(catalog).languages, options.labels)
  const { operations = [], declared = operations, title = labels.index, logo, colors, support } = options
  const codes = new Set(declared.flatMap((operation) => operation.codes))
  const entries = toEntries({ catalog, language, operations, declared: codes })
  const retired = toRetiredEntries(catalog)
  const slugs = new Map([
    ...entries.map(({ slug, problemType }) => [problemType.code, slug] as const),
    ...retired.map(({ code, slug }) => [code, slug] as const)
  ])
  const alternates =
    suffix === ''
      ? servedAlternates(catalog)
      : Object.entries(options.alternates ?? {}).map(([tag, folder]) => ({ language: tag, folder, query: '' }))
  return {
    language,
    pageLanguage,
    labels,
    title,
    entries,
    retired,
    slugs,
    suffix,
    query,
    logo,
    colors,
    support,
    alternates
  }
}

/** One address serves all languages; the query says which one the reader chose. */
function servedAlternates (catalog: AnyCatalog): readonly Alternate[] {
  const languages = catalogLanguages(catalog)
  return languages.length === 1
    ? []
    : languages.map((language) => ({ language, folder: './', query: languageQuery(language) }))
}

export function languageQuery (language: string): string {
  return `?lang=${language}`
}

export function catalogLanguages (catalog: AnyCatalog): readonly string[] {
  return languagesOf(infoOf(catalog).locales)
}
