/**
 * The spelling of codes.
 */
export const codePattern = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

/** `UPPER_SNAKE_CASE` of any spelling. */
export function toCode (text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
}

/** `ORDER_LOST` → `order-lost`: how type URIs and the addresses of pages spell a code. */
export function toKebab (code: string): string {
  return code.toLowerCase().replaceAll('_', '-')
}
