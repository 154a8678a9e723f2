/**
 * Small pieces of HTML that the index and the pages share.
 */
import type { ProblemType } from '../../catalog/definition.js'
import type { Context } from '../context.js'
import { html } from './escape.js'
import type { Html } from './escape.js'

export function statusTag (status: number, text: string | number): Html {
  return html`<span class="tag s${String(status).charAt(0)}">${text}</span>`
}

/** A code, linked to its page where it has one. */
export function codeLink (context: Context, code: string): Html {
  const slug = context.slugs.get(code)
  return slug === undefined ? html`<code>${code}</code>` : pageLink(context, { slug }, code)
}

export function pageLink ({ suffix, query }: Context, { slug }: { slug: string }, code: string): Html {
  return html`<a class="code" href="${slug}${suffix}${query}">${code}</a>`
}

export function codeLinks (context: Context, codes: readonly string[]): Html {
  return html`${codes.map((code, index) => [index > 0 && ', ', codeLink(context, code)])}`
}

/** The word of the index for what may be repeated. */
export function retryWord ({ labels }: Context, { retry }: ProblemType): string {
  return { none: labels.never, idempotent: labels.idempotent, any: labels.always }[retry]
}
