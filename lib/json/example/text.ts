/**
 * A text that fits its format, pattern and lengths, as near as they allow to what its name suggests. Pure.
 */
import type { Schema } from '../ref.js'
import { textForPattern } from './pattern.js'
import { formattedText, textNamed } from './values.js'

interface Rules {
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
}

// What a name may suggest, before a text is made up.
const maxNamed = 8

/** @param attempt another number gives another text, where several fit; `undefined` where none was found */
export function textWithin (schema: Schema, name: string, attempt: number): string | undefined {
  const { format = '', pattern, minLength = 0, maxLength = Infinity } = schema as Rules
  const formatted = formattedText(format, name, attempt)
  if (formatted !== undefined) return formatted
  for (let next = attempt; next < attempt + maxNamed; next++) {
    const text = textNamed(name, next)
    if (text.length >= minLength && text.length <= maxLength && matches(text, pattern)) return text
  }
  if (pattern !== undefined) return textForPattern(pattern, attempt, minLength)
  if (minLength === maxLength) return characters(attempt, minLength)
  return words(textNamed(name, attempt), minLength, maxLength)
}

function matches (text: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return false
  }
}

/** A text of one length is a code of some kind. */
function characters (attempt: number, length: number): string {
  return Array.from({ length }, (_, index) => 'A7K2M9B3Q8X1C5T4Z6'.charAt((index + attempt) % 18)).join('')
}

function words (text: string, minLength: number, maxLength: number): string {
  return text.padEnd(minLength, ' and more').slice(0, maxLength).replace(/ $/, '.')
}
