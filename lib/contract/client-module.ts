/**
 * A stand-in, until the client brings the generated module.
 */
import type { AnyCatalog } from '../catalog/types.js'

export function renderClientModule (catalog: AnyCatalog): string {
  return `export const codes = ${JSON.stringify(Object.keys(catalog))} as const\n`
}
