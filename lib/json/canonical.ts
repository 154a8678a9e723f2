/**
 * Canonical JSON: sorted keys and nothing that JSON cannot hold, so that equal values are equal texts.
 */
import { isRecord } from './record.js'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type JsonObject = Readonly<Record<string, Json>>

/** A value as JSON would hold it, with sorted keys at every depth. `undefined` members are left out. */
export function toCanonical (value: unknown): Json {
  return sortKeys(JSON.parse(JSON.stringify(value) ?? 'null') as Json)
}

function sortKeys (value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(byKey).map(([key, member]) => [key, sortKeys(member)]))
}

/** Whether two values are the same JSON, with keys in any order. */
export function isSame (one: unknown, other: unknown): boolean {
  return JSON.stringify(toCanonical(one)) === JSON.stringify(toCanonical(other))
}

export function isJsonObject (value: unknown): value is JsonObject {
  return isRecord(value)
}

/** By code units, not by the reader's language: the same order on every machine. */
export function compareText (one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function byKey ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return compareText(one, other)
}
