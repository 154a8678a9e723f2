/**
 * `{placeholders}`: the names that a template needs, as a type and at run time, and its text for given values.
 */

/** The names in a template: `'There is no order {orderId}.'` → `'orderId'`. */
export type Placeholders<Template> =
  Template extends readonly (infer One)[] ? Placeholders<One>
    : Template extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never

type Values = Readonly<Record<string, unknown>>

const placeholder = /\{([A-Za-z][A-Za-z0-9_-]*)\}/
const maxValueLength = 256

// Control characters forge log lines and terminal output; bidi overrides make a text read as another one.
// eslint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
/** Half of a surrogate pair: a cut may leave one at the end, and a text may have been cut before. */
const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/** Most texts are, and this test is quicker than the search for unsafe characters. */
const printable = /^[ -~]*$/

export function placeholders (templates: readonly string[]): string[] {
  return templates.flatMap((template) => template.split(placeholder).filter((_, index) => index % 2 === 1))
}

/** A text without control characters and bidi overrides, at most `maxLength` UTF-16 units. */
export function cleanText (text: string, maxLength = maxValueLength): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  return printable.test(cut) ? cut : cut.replace(unsafe, '').replace(halfCharacter, '')
}

/** The text that was given for an occurrence. A blank one, such as the message of an empty error, does not count. */
export function statedText (text: unknown): string | undefined {
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

/**
 * The first template whose placeholders all have a value, in one pass: a value that looks like a placeholder stays
 * as it is. `undefined` where none can be filled.
 */
export function compileTemplate (templates: readonly string[]): (values: Values) => string | undefined {
  const renderers = templates.map(compileOne)
  return function renderDetail (values) {
    for (const render of renderers) {
      const text = render(values)
      if (text !== undefined) return text
    }
  }
}

function compileOne (template: string): (values: Values) => string | undefined {
  const parts = template.split(placeholder)
  if (parts.length === 1) return () => parts[0]
  return function renderTemplate (values) {
    let text = parts[0] ?? ''
    for (let index = 1; index < parts.length; index += 2) {
      const name = parts[index] ?? ''
      const value = Object.hasOwn(values, name) ? toText(values[name]) : undefined
      if (value === undefined) return undefined
      text += value + (parts[index + 1] ?? '')
    }
    return text
  }
}

function toText (value: unknown): string | undefined {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
  if (Array.isArray(value) && value.length <= 20 && !value.some(Array.isArray)) {
    const texts = value.map(toText)
    return texts.includes(undefined) ? undefined : cleanText(texts.join(', '))
  }
}

export function templatesOf ({
  detail
}: {
  readonly detail?: string | readonly string[] | undefined
}): readonly string[] {
  return detail === undefined ? [] : [detail].flat()
}
