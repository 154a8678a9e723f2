/**
 * The language that a header names: `Message (de)`, `title_fr`, `Deutsch`, `中文说明`.
 */

const names: Readonly<Record<string, readonly string[]>> = {
  en: ['en', 'english', 'englisch', 'anglais', 'inglés', 'английский', '英文', '英語'],
  de: ['de', 'german', 'deutsch'],
  fr: ['fr', 'french', 'français', 'francais'],
  es: ['es', 'spanish', 'español', 'espanol'],
  pt: ['pt', 'pt-br', 'portuguese', 'português', 'portugues'],
  it: ['it', 'italian', 'italiano'],
  nl: ['nl', 'dutch', 'nederlands'],
  pl: ['pl', 'polish', 'polski'],
  ru: ['ru', 'russian', 'русский'],
  uk: ['uk', 'ua', 'ukrainian', 'українська'],
  tr: ['tr', 'turkish', 'türkçe'],
  zh: ['zh', 'cn', 'zh-cn', 'zh-hans', 'chinese', '中文', '简体中文'],
  'zh-TW': ['zh-tw', 'zh-hant', '繁體中文'],
  ja: ['ja', 'jp', 'japanese', '日本語'],
  ko: ['ko', 'kr', 'korean', '한국어'],
  vi: ['vi', 'vietnamese', 'tiếng việt'],
  sv: ['sv', 'swedish', 'svenska']
}

export interface Language {
  readonly tag: string
  /** The header without the language; empty where it names nothing else. */
  readonly rest: string
}

/** `undefined` for a header that names no language. Two letters count in brackets, after `_` or `-`, or alone. */
export function readLanguage (header: string): Language | undefined {
  const plain = header.replaceAll('`', '').trim()
  const [, before = '', mark = ''] =
    /^(.*?)\s*[([]\s*([^()[\]]+?)\s*[)\]]$/.exec(plain) ?? /^(.+)[_-]([A-Za-z]{2})$/.exec(plain) ?? []
  const marked = tagOf(mark)
  if (marked !== undefined) return { tag: marked, rest: before }
  const alone = tagOf(plain)
  if (alone !== undefined) return { tag: alone, rest: '' }
  const words = plain.split(/\s+/)
  for (const spoken of words.filter((word) => word.length > 2)) {
    const tag = tagOf(spoken)
    if (tag !== undefined) return { tag, rest: words.filter((word) => word !== spoken).join(' ') }
  }
  return undefined
}

function tagOf (name: string): string | undefined {
  return Object.entries(names).find(([, spellings]) => spellings.includes(name.toLowerCase()))?.[0]
}
